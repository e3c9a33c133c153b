import { expect, it } from 'vitest';
import { newPassword } from './passwords.js';
import { isKnownPassword } from './known-passwords.js';

it.each([
  'password1234',
  'Password@2026!',
  '2026-PASSWORD-2026',
  'passwordpassword',
  'password1password1',
  'matkhau123456',
  'Mật khẩu 2026!',
  'Hải quan 123456',
  'haidang@12345',
  '1q2w3e4r5t6y',
  '123456789012',
  '987654321098',
  'abcdefghijkl',
  '111111111111',
  'ababababababab',
  '            1',
])('%j is known', (password) => {
  expect(isKnownPassword(password)).toBe(true);
});

it.each([
  'sóng biển rì rào',
  'my name is lan, is it',
  'bến cảng lúc bình minh',
  'Tr4m-xang_dau.77',
  '093 481 2257 08',
])('%j is not', (password) => {
  expect(isKnownPassword(password)).toBe(false);
});

it('never one that is drawn', () => {
  for (let n = 0; n < 500; n++) expect(isKnownPassword(newPassword())).toBe(false);
});
