import { Controller, Get, Inject, Param } from '@nestjs/common';
import { CameraHealthAnswer, Id, type CameraHealthView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import { Directory } from '../directory/directory.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { Register } from '../register/register.js';
import { cameras } from '../register/resources.js';
import { CameraWatch } from './camera-watch.js';

@Controller(`${API}/cameras/:id/health`)
export class CameraHealthController {
  constructor(
    @Inject(Register) private readonly register: Register,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(CameraWatch) private readonly watch: CameraWatch,
  ) {}

  @Get()
  @Describe({
    id: 'getCameraHealth',
    tag: 'cameras',
    summary: 'How a camera does, by its last passages',
    params: { id: Id },
    answers: [{ status: 200, description: 'its health', schema: CameraHealthAnswer }],
    problems: ['camera_not_found'],
  })
  async find(@Param('id', zod(Id, 'id')) id: string): Promise<CameraHealthView> {
    await this.register.find(cameras, id);
    const camera = this.directory.camera(id);
    if (camera === undefined) throw new ApiError('camera_not_found', `There is no camera ${id}.`);
    const { faults, passages, unread, doubtful, behind, lastAt } = this.watch.healthOf(camera);
    return {
      cameraId: id,
      faults: [...faults],
      passages,
      ...(unread !== null && { unread }),
      ...(doubtful !== null && { doubtful }),
      ...(behind !== null && { behind }),
      ...(lastAt !== null && { lastSeenAt: formatInstant(lastAt) }),
    };
  }
}
