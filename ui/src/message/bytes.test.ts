import fc from 'fast-check';
import { expect, it } from 'vitest';
import { length, sizeOf, toBase64, toBlob } from './bytes';

it('any bytes come back as they went', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
      const sent = await toBase64(new Blob([new Uint8Array(bytes)]));
      expect(Uint8Array.from(atob(sent), (letter) => letter.charCodeAt(0))).toEqual(bytes);
      expect(await toBase64(toBlob(sent, 'image/png'))).toBe(sent);
    }),
    { numRuns: 20 },
  );
});

it('says sizes and lengths as people do', () => {
  expect([0, 1023, 1024, 48_500, 1_023_999, 1_024_000, 3_600_000].map(sizeOf)).toEqual(['0 B', '1023 B', '1 KB', '47 KB', '1.0 MB', '1.0 MB', '3.4 MB']);
  expect([0, 7_400, 42_000, 61_000].map(length)).toEqual(['0:00', '0:07', '0:42', '1:01']);
});
