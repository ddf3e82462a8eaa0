import type { ConnectionStatus, RefusalCause } from '../connection.ts'
import type { RefreshReason } from './finding.ts'
import { type Language, type Said, spanOf } from './words.ts'

const statuses: Readonly<Record<ConnectionStatus, Said>> = {
  active: ['It works.'],
  pending: ['Its tokens were given, and not proved yet.', 'The first refresh proves them.'],
  degraded: ['The last refresh failed.', 'It is tried again by itself; a token that lives is given out.'],
  reauth_required: ['It can be refreshed no more.', 'The platform asks for the consent of the shop.'],
  revoked: ['It was ended.', 'No token is given out.'],
  disabled: [
    'It is paused here.',
    'Nothing is refreshed or given out; the platform knows nothing of it.',
    'Enable it when it is to go on.',
  ],
}

const reasons: Readonly<Record<RefreshReason, string>> = {
  fraction: 'Most of the access token’s life is over then; shops that began together are spread.',
  window: 'The platform refreshes only shortly before the access token ends.',
  paused: 'The platform failed several times in a row, and is left alone for a moment.',
  backoff:
    'The last one failed: each wait is longer than the one before, up to an hour, or to minutes once the access token has ended. “Refresh now” tries at once.',
  config: 'The last one failed, and will until the configuration is corrected. “Refresh now” tries at once.',
  platform: 'The last one failed, and the platform said how long to wait.',
  quota_share:
    'The last ones failed: a tenth of the platform’s quota may be spent on retries, and is spread over its period. “Refresh now” tries at once.',
  quota: 'The platform’s refreshes of this period are used up: then the next begins.',
  uncertain:
    'Whether the last refresh was done is unknown, and to show its refresh token again before could end the authorization.',
}

const retries = {
  never: 'Nothing helps by itself: see the hint.',
  after: 'Nothing: it is tried again.',
  reauth: 'Send the shop a reconnect link.',
  fix_config: 'Correct the application’s configuration.',
} as const

const perWords = { month: 'a month', day: 'a day' } as const

export const english: Language = {
  span: (seconds) => spanOf('en', seconds),
  ahead: (span) => `in ${span}`,
  ago: (span) => `${span} ago`,
  findings: {
    status: ({ status }) => statuses[status],
    app_missing: ({ platform, app }) => [
      `The application ${app} of ${platform} is not configured.`,
      'Nothing of its connections is refreshed.',
      'Add it to apps, with its secret.',
    ],
    access_token: ({ expiresAt, lives, doubtful, assumed }, { time }) => [
      assumed
        ? 'The platform does not say when the access token ends: it is given out until it is refused or replaced.'
        : lives
          ? `The access token lives until ${time(expiresAt)}${doubtful ? ', if the platform has not ended it.' : '.'}`
          : `The access token ended ${time(expiresAt)}.`,
    ],
    refresh_token: ({ expiresAt, lives, refused }, { time }) => {
      if (refused && lives)
        return [
          expiresAt === undefined
            ? 'The platform does not take the refresh token any more.'
            : `The platform does not take the refresh token any more; by its terms it would have lived until ${time(expiresAt)}.`,
        ]
      if (expiresAt === undefined)
        return ['There is a refresh token; when it ends the platform does not say.']
      return lives
        ? [`The refresh token lives until ${time(expiresAt)}, by the platform’s terms.`]
        : [
            `The refresh token ended ${time(expiresAt)}, by the platform’s terms.`,
            undefined,
            'If the next refresh fails, send the shop a reconnect link.',
          ]
    },
    no_refresh_token: ({ byRight, app }) => [
      'There is no refresh token.',
      byRight
        ? `The platform gives one only to applications that have the right to it: ${app} seems to have none.`
        : 'The platform gave none.',
      byRight
        ? 'Ask the platform for that right, then send the shop a reconnect link; without it, do so before each access token ends.'
        : 'Send the shop a reconnect link before the access token ends.',
    ],
    likely: ({ cause, expiresAt }, { time }) => {
      const causes: Readonly<Record<RefusalCause, Said>> = {
        too_old: [
          'Most likely the authorization is too old.',
          'Its end, or that of its refresh token, is over.',
        ],
        early_end: [
          'Most likely the authorization was ended before its time: by the shop, by the platform, or because another program refreshed it.',
          expiresAt === undefined
            ? 'The platform calls the refresh token too old, and does not say how long one lives.'
            : `The platform calls the refresh token too old, though by its terms it would live until ${time(expiresAt)}. Its real lifetime may be shorter than the policy says.`,
        ],
        lost_answer: [
          'Most likely the platform had replaced the refresh token, and its answer never came.',
          'A refresh before had brought no answer.',
        ],
        restored: [
          'Most likely the platform had replaced these tokens after the backup that the store was put back from.',
          'The shop has not ended anything.',
          'See “A backup is put back” in docs/keeper.md.',
        ],
        used_elsewhere: [
          'Most likely somebody else has refreshed with these tokens: another program, another keeper, or this store is an older copy.',
          'The platform says that the refresh token had been replaced, and not by this keeper.',
          'Let one keeper alone have the tokens of a shop.',
        ],
        ended_there: [
          'Most likely the shop or the platform has ended the authorization.',
          'The platform does not know the refresh token any more.',
        ],
        unknown_words: [
          'Most likely the authorization has ended.',
          'The platform has refused each refresh for hours since the access token ended, in words that are not known here.',
          'Read its words; if they mean something else, try “Refresh now” once that is mended.',
        ],
      }
      return causes[cause]
    },
    restored: ({ at }, { time }) => [
      `The store was put back from a backup: that was seen ${time(at)}, and these tokens are of before.`,
      'The platform may have given newer ones since, and then refuses these.',
      'See “A backup is put back” in docs/keeper.md.',
    ],
    next_refresh: ({ at, because, overdue }, { time }) => [
      overdue ? `It has been due since ${time(at)}.` : `It is refreshed next ${time(at)}.`,
      overdue ? 'No process that refreshes ahead of time has taken it.' : reasons[because],
      overdue ? 'See that a keeper with a schedule runs, and that the platform is not paused.' : undefined,
    ],
    no_next_refresh: () => ['No refresh is planned.'],
    underway: ({ owner, until, ours }, { time }) => [
      `It is being refreshed by ${ours ? 'this process' : 'another process'} (${owner}).`,
      `If that process dies, another takes over ${time(until)}.`,
    ],
    last_error: (
      { error, hint, retry, at, failures, platformCode, platformMessage, requestId },
      { time },
    ) => [
      `The last refresh failed ${time(at)}, ${failures} in a row: ${error}.${
        platformCode === undefined
          ? ''
          : ` The platform said: ${platformCode} ${platformMessage ?? ''}`.trimEnd()
      }${requestId === undefined ? '' : ` (request ${requestId})`}`,
      hint,
      retries[retry],
    ],
    uncertain: ({ since, attempts, repeatsUntil, triedAt }, { time }) => [
      `Whether the refresh of ${time(since)} was done is unknown; its refresh token was sent ${attempts} times.`,
      repeatsUntil === undefined
        ? `It is shown once more ${time(triedAt)}, when the access token has ended and nothing is left to lose.`
        : `The platform repeats its answer until ${time(repeatsUntil)}: the same is asked again by then.`,
      'Nothing, unless it fails then: send the shop a reconnect link.',
    ],
    identity_changed: ({ at }, { time }) => [
      `Since ${time(at)} it holds tokens of another shop or user, which the platform answered a refresh with.`,
      'They are kept apart, sealed, and handed out to nobody.',
      'If they are this connection’s, accept them (hufu keeper accept); else send the shop a reconnect link.',
    ],
    unreadable: ({ replies, at }, { time }) => [
      `${replies} answers of the platform could not be read, the last ${time(at)}; they are kept, sealed.`,
      'They were successes, and may hold new tokens.',
      'Unless the next refresh succeeds, look at them (hufu keeper replies) and add the tokens by hand.',
    ],
    shared_token: ({ others }) => [
      `Its refresh token came to ${others} other connections too.`,
      'A refresh of one may end the others.',
      'Keep one of them, or send each shop a reconnect link.',
    ],
    journaled: ({ entries }) => [
      `${entries} token sets came late, and lie in the journal.`,
      'A process lost its lease while the platform answered.',
      'Nothing: they are taken over, or tried, by themselves.',
    ],
    spooled: ({ disk, memory }) => [
      `${disk} token sets lie in this machine’s spool, and ${memory} in the memory of this process alone.`,
      'The store did not take them.',
      memory > 0
        ? 'Free disk space for the store and the spool before this process ends.'
        : 'See that the store can be written.',
    ],
    sealed_with: ({ key, current }) => [
      `It is sealed with the key ${key}${key === current ? '.' : `; the current one is ${current}.`}`,
      undefined,
      key === current ? undefined : 'Rekey before you take the old key out of the ring.',
    ],
    key_missing: ({ key, ring }) => [
      `It is sealed with the key ${key}, which the ring lacks (it has ${ring}).`,
      'Without that key nobody can open it.',
      'Put the key back behind the current one.',
    ],
    seal_broken: ({ key }) => [
      `It is sealed with a key of the id ${key}, and the ring’s key of that id does not open it.`,
      'The ring’s key is another than the one that sealed it, or the tokens were changed outside of the keeper.',
      'Put the key that sealed it back under that id. Restore a backup of the database only if the key was right: its tokens are older.',
    ],
    store_clock: ({ seconds }) => [
      `The store’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine’s.`,
      'The keeper goes by the store’s; your own programs may not.',
      'Set the clocks by NTP.',
    ],
    platform_clock: ({ seconds }) => [
      `The platform’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} ours.`,
      'Signed requests may be refused for it.',
      'Set this machine’s clock by NTP.',
    ],
    quota: ({ used, most, per, resetsAt, refused }, { time }) => [
      refused && used < most
        ? `The platform says that its refreshes of this period are used up, though ${used} of ${most} were counted here: something else may refresh too. The next period begins ${time(resetsAt)}.`
        : `${used} of the ${most} refreshes that the platform allows ${perWords[per]} are used; the next period begins ${time(resetsAt)}.`,
    ],
    ends: ({ at, days }, { time }) => [
      days === 0
        ? `The authorization ended ${time(at)}.`
        : `The authorization ends ${time(at)}: then only the shop’s consent helps.`,
      undefined,
      days <= 14 ? 'Send the shop a reconnect link now.' : undefined,
    ],
    no_end: () => [
      'No end of the authorization is known: each refresh moves it, or the platform does not say.',
    ],
    paused: ({ until }, { time }) => [
      `The platform is left alone until ${time(until)}.`,
      'It failed several times in a row.',
      'See whether it can be reached from this machine.',
    ],
    policy: ({ refreshToken, replaySeconds, reuse, windowSeconds }, { span }) => [
      [
        {
          new: 'The platform gives a new refresh token each time, and the old one is spent.',
          same: 'The platform leaves the refresh token as it is.',
          either: 'The platform may give a new refresh token.',
        }[refreshToken],
        refreshToken === 'same'
          ? ''
          : replaySeconds > 0
            ? `It repeats a lost answer for ${span(replaySeconds)}.`
            : 'It repeats no lost answer.',
        reuse === 'revoke-family' && refreshToken !== 'same'
          ? 'A spent one that is shown again ends the authorization.'
          : '',
        windowSeconds === undefined
          ? ''
          : `It refreshes only in the last ${span(windowSeconds)} of an access token.`,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    ],
    reconnect: () => [
      'Only the shop can help.',
      undefined,
      'Send it a link of keeper.reconnectUrl: the connection keeps its id, and another shop’s consent is refused.',
    ],
  },
}
