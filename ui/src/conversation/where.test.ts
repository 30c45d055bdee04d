import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, ask, asFilter, home, placeNamed, plain, readAddress, type Place } from './where';

const place = fc.oneof(
  fc.constantFrom('waiting', 'due_soon', 'all').map((view): Place => ({ of: 'view', view: view as 'all' })),
  fc.constantFrom('web', 'wechat_kf').map((channel): Place => ({ of: 'channel', channel: channel as 'web' })),
  fc.uuid().map((saved): Place => ({ of: 'saved', saved })),
);

describe('the address of a list', () => {
  it('reads back as it was written', () => {
    fc.assert(fc.property(place, fc.option(fc.uuid(), { nil: undefined }), (of, id) => {
      expect(readAddress(addressOf({ place: of, id }))).toEqual({ place: of, id });
    }));
  });

  it('takes a conversation without a list, and falls back to what waits for me', () => {
    expect(readAddress('/inbox')).toEqual({ place: home, id: undefined });
    expect(readAddress('/inbox/0198')).toEqual({ place: home, id: '0198' });
    expect([placeNamed('nonsense'), placeNamed('channel.fax'), placeNamed('saved.')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('what is asked of the desk', () => {
  it('looks at open conversations of a channel and at all of a saved view', () => {
    expect(ask({ of: 'channel', channel: 'web' }, { ...plain, text: ' 锅 ' })).toEqual({ view: 'open', channel: 'web', saved: null, text: '锅', unread_only: false, sort: 'urgent' });
    expect(ask({ of: 'saved', saved: 'v1' }, { ...plain, unread: true })).toEqual({ view: 'all', channel: null, saved: 'v1', text: '', unread_only: true, sort: 'urgent' });
  });

  it('keeps what a list meant when it is saved as a view', () => {
    const kept = (of: Place) => {
      const { assignee, due_soon, live_only, channels, text } = asFilter(of, { ...plain, text: '炸锅' });
      return { assignee, due_soon, live_only, channels, text };
    };
    expect([kept(home), kept({ of: 'view', view: 'unassigned' }), kept({ of: 'view', view: 'ended_today' }), kept({ of: 'channel', channel: 'web' })]).toMatchInlineSnapshot(`
      [
        {
          "assignee": "me",
          "channels": [],
          "due_soon": false,
          "live_only": true,
          "text": "炸锅",
        },
        {
          "assignee": "nobody",
          "channels": [],
          "due_soon": false,
          "live_only": true,
          "text": "炸锅",
        },
        {
          "assignee": null,
          "channels": [],
          "due_soon": false,
          "live_only": false,
          "text": "炸锅",
        },
        {
          "assignee": null,
          "channels": [
            "web",
          ],
          "due_soon": false,
          "live_only": true,
          "text": "炸锅",
        },
      ]
    `);
  });
});
