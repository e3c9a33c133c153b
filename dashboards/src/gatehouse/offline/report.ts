import type { CaseView } from '@haidang/contract';
import { post } from '../../shared/api/client.js';
import { addToCase } from '../../office/cases/api.js';
import type { Report } from './shelf.js';

/** Opens the case and puts the picture to it. What breaks off half way is done again: the case is the same by its key. @throws ApiError */
export async function report({ body, key, photo }: Report): Promise<void> {
  const opened = await post<CaseView>('/cases', body, key);
  if (photo !== undefined) await addToCase(opened, photo);
}
