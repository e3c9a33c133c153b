import { Inject, Injectable } from '@nestjs/common';
import type { NewPatrolBody } from '@haidang/contract';
import { DemoApi } from '../demo/demo-api.js';
import { API } from '../http/api.js';

type Patrol = Pick<NewPatrolBody, 'id' | 'name' | 'facilityId' | 'contact'> & Partial<NewPatrolBody>;

/** Telephone numbers that nobody has. */
const PATROLS: readonly Patrol[] = [
  {
    ...{
      id: 'TT-HAIPHONG-1',
      name: 'Tổ tuần tra Hải Phòng 1',
      facilityId: 'LACHHUYEN',
      contact: '0225 000 0001',
    },
    place: { lat: 20.866, lon: 106.52 },
  },
  {
    ...{ id: 'TT-BACGIANG', name: 'Tổ tuần tra Bắc Giang', facilityId: 'HUUNGHI', contact: '0204 000 0002' },
    place: { lat: 21.28, lon: 106.2 },
  },
  { id: 'TT-LANGSON', name: 'Đội kiểm soát Lạng Sơn', facilityId: 'HUUNGHI', contact: '0205 000 0003' },
  { id: 'TT-LAOCAI', name: 'Đội kiểm soát Lào Cai', facilityId: 'KIMTHANH', contact: '0214 000 0004' },
  { id: 'TT-MONGCAI', name: 'Đội kiểm soát Móng Cái', facilityId: 'MONGCAI', contact: '0203 000 0005' },
  { id: 'TT-CAUTREO', name: 'Đội kiểm soát Cầu Treo', facilityId: 'CAUTREO', contact: '0239 000 0006' },
  { id: 'TT-LAOBAO', name: 'Đội kiểm soát Lao Bảo', facilityId: 'LAOBAO', contact: '0233 000 0007' },
  { id: 'TT-MOCBAI', name: 'Đội kiểm soát Mộc Bài', facilityId: 'MOCBAI', contact: '0276 000 0008' },
  {
    id: 'CC-CATLAI',
    name: 'Chi cục Cát Lái',
    kind: 'office',
    facilityId: 'CATLAI',
    contact: '028 0000 0009',
  },
];

/** Seeds the demo with patrols and offices on duty, through the platform's own API; what is there already stays as it is. */
@Injectable()
export class DemoPatrols {
  constructor(@Inject(DemoApi) private readonly api: DemoApi) {}

  /** @param token of somebody who acts for the whole country */
  async seed(token: string): Promise<void> {
    for (const patrol of PATROLS) {
      const { status, body } = await this.api.call('POST', `/${API}/patrols`, token, patrol);
      if (status !== 201 && body['code'] !== 'already_exists')
        throw new Error(`the demo's patrols: ${String(body['code'])} ${String(body['detail'])}`);
    }
  }
}
