import type { DeviceView, IssuedDeviceView, IssuedSecret, NewDevice } from '@haidang/contract';
import { queryOptions } from '@tanstack/react-query';
import { getAll, post, postFile } from '../../shared/api/client.js';

export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: ({ signal }) => getAll<DeviceView>('/devices', signal),
});

/** The secret is told once. */
export function issueCredential(body: NewDevice): Promise<IssuedDeviceView> {
  return post('/devices', body);
}

export function rotateCredential(name: string): Promise<IssuedDeviceView> {
  return post(`/devices/${name}/rotate`, {});
}

export function revokeCredentials(name: string, reason: string): Promise<DeviceView> {
  return post(`/devices/${name}/revoke`, { reason });
}

/** All devices of a file or none. @throws ApiError `credential_refused` with each line that is wrong */
export function importDevices(file: Blob, signal: AbortSignal): Promise<{ items: IssuedSecret[] }> {
  // a spreadsheet's program may have called it anything
  return postFile('/devices/import', new Blob([file], { type: 'text/csv' }), signal);
}
