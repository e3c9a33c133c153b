import type { Role } from '@haidang/domain';

/** Somebody of the demo country. */
export interface DemoPerson {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** As firmware-sim/country/organisations.json has it. */
  readonly organisationId: string;
}

export const DEMO_CENTRE = { id: 'TTGS', name: 'Trung tâm Giám sát hải quan quốc gia', kind: 'centre' };

/** One ready account a role, as the sign-in page shows them. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { username: 'trucban', name: 'Phạm Thu Lan', role: 'centre_operator', organisationId: 'TTGS' },
  { username: 'truongca', name: 'Nguyễn Hữu Thắng', role: 'shift_supervisor', organisationId: 'TTGS' },
  { username: 'haiquan', name: 'Trần Quốc Bảo', role: 'customs_officer', organisationId: 'HQ-LACHHUYEN' },
  { username: 'cang', name: 'Vũ Thị Mai', role: 'port_operator', organisationId: 'KT-CANG-BAC' },
  { username: 'vantai', name: 'Lê Văn Hải', role: 'carrier', organisationId: 'VT-BIENDONG' },
  { username: 'kiemtoan', name: 'Hoàng Ngọc Ánh', role: 'auditor', organisationId: 'TTGS' },
  { username: 'quantri', name: 'Đỗ Minh Quân', role: 'administrator', organisationId: 'TTGS' },
];

/** The simulator plays carriers and officers of the whole country. */
export const DEMO_SIMULATOR: DemoPerson = {
  username: 'mophong',
  name: 'Trực ban (mô phỏng)',
  role: 'shift_supervisor',
  organisationId: 'TTGS',
};
