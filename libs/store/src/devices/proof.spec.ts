import { describe, expect, it } from 'vitest';
import { proofOf, provesSecret } from './proof.js';

describe('what is kept of a secret', () => {
  it('proves it and nothing else', () => {
    const proof = proofOf('a-secret-of-32-characters-at-best');
    expect(provesSecret(proof, 'a-secret-of-32-characters-at-best')).toBe(true);
    expect(provesSecret(proof, Buffer.from('a-secret-of-32-characters-at-best'))).toBe(true);
    for (const wrong of ['', 'a-secret-of-32-characters-at-bes', 'A-secret-of-32-characters-at-best'])
      expect(provesSecret(proof, wrong)).toBe(false);
  });

  it('is another each time', () => {
    expect(proofOf('the same').verifier).not.toEqual(proofOf('the same').verifier);
  });

  it('is what PBKDF2-HMAC-SHA512 of one round gives: RFC 6070’s first case, with SHA-512', () => {
    const salt = Buffer.from('salt');
    const verifier = Buffer.from(
      '867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252' +
        'c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce',
      'hex',
    );
    expect(provesSecret({ method: 'secret', salt, verifier }, 'password')).toBe(true);
  });
});
