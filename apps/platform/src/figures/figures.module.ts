import { Module } from '@nestjs/common';
import { FigureDays } from './figure-days.js';
import { FiguresController } from './figures.controller.js';
import { Figures } from './figures.js';

/** How much happened, and of what. */
@Module({ controllers: [FiguresController], providers: [Figures, FigureDays] })
export class FiguresModule {}
