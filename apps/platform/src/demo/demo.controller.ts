import { Controller, Get, Header, Inject } from '@nestjs/common';
import { DemoAccountsAnswer, type DemoAccountsView } from '@haidang/contract';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { DemoAccounts } from './demo-accounts.js';

@Controller(`${API}/demo`)
export class DemoController {
  constructor(@Inject(DemoAccounts) private readonly accounts: DemoAccounts) {}

  @Get('accounts')
  @Header('cache-control', 'no-store')
  @Describe({
    id: 'listDemoAccounts',
    tag: 'session',
    open: 'public',
    summary: 'The ready accounts of the demo, with their passwords; outside the demo there are none',
    answers: [{ status: 200, description: 'the accounts', schema: DemoAccountsAnswer }],
  })
  list(): DemoAccountsView {
    return this.accounts.view();
  }
}
