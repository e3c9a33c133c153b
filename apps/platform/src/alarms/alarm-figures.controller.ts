import { Controller, Get, Inject } from '@nestjs/common';
import { AlarmFiguresAnswer, type AlarmFiguresView } from '@haidang/contract';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { AlarmFigures } from './alarm-figures.js';

@Controller(`${API}/alarm-figures`)
export class AlarmFiguresController {
  constructor(@Inject(AlarmFigures) private readonly figures: AlarmFigures) {}

  @Get()
  @Describe({
    id: 'getAlarmFigures',
    tag: 'alarms',
    summary:
      'How the desk fares: alarm rate an operator, share by severity, stale and chattering alarms (ISA-18.2)',
    answers: [
      { status: 200, description: 'the figures, and the alarms behind them', schema: AlarmFiguresAnswer },
    ],
  })
  now(): Promise<AlarmFiguresView> {
    return this.figures.now();
  }
}
