import type { ConnectionStatus, RefusalCause } from '@hufu/keeper-store/connection'
import type { RefreshReason } from './finding.ts'
import { type Language, type Said, spanOf } from './words.ts'

const statuses: Readonly<Record<ConnectionStatus, Said>> = {
  active: ['The connection works.'],
  pending: ['The tokens were imported and are not verified yet.', 'The first refresh verifies them.'],
  degraded: [
    'The last refresh failed.',
    'The keeper tries again by itself, and gives out the token while it is valid.',
  ],
  reauth_required: [
    'The connection cannot be refreshed any more.',
    'The platform asks for the consent of the shop.',
  ],
  revoked: ['The connection was ended.', 'No token is returned.'],
  disabled: [
    'The connection is disabled here.',
    'Its tokens are neither refreshed nor returned; the platform was not notified.',
    'Enable it to use it again.',
  ],
}

const reasons: Readonly<Record<RefreshReason, string>> = {
  fraction:
    'Most of the access token’s lifetime is over then. Refreshes of different shops are spread over time.',
  window: 'The platform allows a refresh only shortly before the access token expires.',
  paused: 'The platform failed several times in a row, so the keeper pauses.',
  backoff:
    'The last refresh failed. Each wait is longer than the one before, up to an hour, or some minutes once the access token has expired. “Refresh now” tries at once.',
  config:
    'The last refresh failed, and every refresh fails until the configuration is corrected. “Refresh now” tries at once.',
  platform: 'The last refresh failed, and the platform said how long to wait.',
  quota_share:
    'The last refreshes failed. Retries may use a tenth of the platform’s quota, spread over its period. “Refresh now” tries at once.',
  quota: 'The platform’s quota for this period is used up. The next period begins then.',
  uncertain:
    'It is unknown whether the last refresh was carried out. Sending the same refresh token again earlier could end the authorization.',
}

const retries = {
  never: 'Trying again does not help. Read the hint.',
  after: 'Do nothing: the keeper tries again.',
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
      'Its connections are not refreshed.',
      'Add it to apps, with its secret.',
    ],
    access_token: ({ expiresAt, lives, doubtful, assumed }, { time }) => [
      assumed
        ? 'The platform does not say when the access token expires. It is returned until it is refused or replaced.'
        : lives
          ? `The access token is valid until ${time(expiresAt)}${doubtful ? ', unless the platform has ended it.' : '.'}`
          : `The access token expired ${time(expiresAt)}.`,
    ],
    refresh_token: ({ expiresAt, lives, refused }, { time }) => {
      if (refused && lives)
        return [
          expiresAt === undefined
            ? 'The platform does not accept the refresh token any more.'
            : `The platform does not accept the refresh token any more, although by its terms it is valid until ${time(expiresAt)}.`,
        ]
      if (expiresAt === undefined)
        return ['There is a refresh token. The platform does not say when it expires.']
      return lives
        ? [`The refresh token is valid until ${time(expiresAt)}, by the platform’s terms.`]
        : [
            `The refresh token expired ${time(expiresAt)}, by the platform’s terms.`,
            undefined,
            'If the next refresh fails, send the shop a reconnect link.',
          ]
    },
    no_refresh_token: ({ byRight, app }) => [
      'There is no refresh token.',
      byRight
        ? `The platform gives one only to applications that have the right to it. ${app} seems not to have that right.`
        : 'The platform did not give one.',
      byRight
        ? 'Ask the platform for that right, then send the shop a reconnect link. Without the right, send a link before each access token expires.'
        : 'Send the shop a reconnect link before the access token expires.',
    ],
    likely: ({ cause, expiresAt }, { time }) => {
      const causes: Readonly<Record<RefusalCause, Said>> = {
        too_old: [
          'Most likely the authorization is too old.',
          'The authorization or its refresh token has expired.',
        ],
        early_end: [
          'Most likely the authorization was ended before its time: by the shop, by the platform, or because another program refreshed it.',
          expiresAt === undefined
            ? 'The platform calls the refresh token too old, and does not say how long one is valid.'
            : `The platform calls the refresh token too old, although by its terms it is valid until ${time(expiresAt)}. Its real lifetime may be shorter than the policy says.`,
        ],
        lost_answer: [
          'Most likely the platform had replaced the refresh token, but its answer never arrived.',
          'An earlier refresh got no answer.',
        ],
        restored: [
          'Most likely the platform had replaced these tokens after the backup from which the store was restored.',
          'The shop has not ended anything.',
          'See “A backup is put back” in docs/keeper.md.',
        ],
        used_elsewhere: [
          'Most likely another program or another keeper has refreshed with these tokens, or this store is an older copy.',
          'The platform says that the refresh token was replaced, but not by this keeper.',
          'Let only one keeper have the tokens of a shop.',
        ],
        ended_there: [
          'Most likely the shop or the platform has ended the authorization.',
          'The platform does not know the refresh token any more.',
        ],
        unknown_words: [
          'Most likely the authorization has ended.',
          'The platform has refused every refresh for hours since the access token expired, with an error that is not known here.',
          'Read the platform’s message. If it means something else, correct that and try “Refresh now”.',
        ],
      }
      return causes[cause]
    },
    restored: ({ at }, { time }) => [
      `The store was restored from a backup, as was noticed ${time(at)}. These tokens are from before.`,
      'The platform may have given newer tokens since then, and then refuses these.',
      'See “A backup is put back” in docs/keeper.md.',
    ],
    next_refresh: ({ at, because, overdue }, { time }) => [
      overdue ? `It has been due since ${time(at)}.` : `It is refreshed next ${time(at)}.`,
      overdue ? 'No process that refreshes ahead of time has taken it.' : reasons[because],
      overdue
        ? 'Make sure that a keeper with a schedule is running, and that the platform is not paused.'
        : undefined,
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
      `It is unknown whether the refresh of ${time(since)} was carried out. Times its refresh token was sent: ${attempts}.`,
      repeatsUntil === undefined
        ? `It is sent once more ${time(triedAt)}, when the access token has expired and nothing is left to lose.`
        : `The platform repeats its answer until ${time(repeatsUntil)}: the same request is sent again by then.`,
      'Do nothing. If that fails, send the shop a reconnect link.',
    ],
    identity_changed: ({ at }, { time }) => [
      `The platform answered a refresh with tokens of another shop or user ${time(at)}.`,
      'They are kept apart, encrypted, and are not returned.',
      'If they belong to this connection, accept them (hufu keeper accept). Otherwise send the shop a reconnect link.',
    ],
    unreadable: ({ replies, at }, { time }) => [
      `Answers of the platform that could not be read: ${replies}, the last ${time(at)}. They are kept, encrypted.`,
      'They report success and may contain new tokens.',
      'If the next refresh fails, read them (hufu keeper replies) and add the tokens by hand.',
    ],
    shared_token: ({ others }) => [
      `Other connections with the same refresh token: ${others}.`,
      'A refresh of one may end the others.',
      'Keep one of them, or send each shop a reconnect link.',
    ],
    journaled: ({ entries }) => [
      `Token sets that came late and are in the journal: ${entries}.`,
      'A process lost its lease while the platform answered.',
      'Do nothing: the keeper tries them by itself.',
    ],
    spooled: ({ disk, memory }) => [
      `Token sets in this machine’s spool: ${disk}; only in the memory of this process: ${memory}.`,
      'The store did not accept them.',
      memory > 0
        ? 'Free disk space for the store and the spool before this process ends.'
        : 'Make sure that the store can be written.',
    ],
    sealed_with: ({ key, current }) => [
      `Its tokens are encrypted with the key ${key}${key === current ? '.' : `; the current key is ${current}.`}`,
      undefined,
      key === current ? undefined : 'Rekey before you remove the old key from the ring.',
    ],
    key_missing: ({ key, ring }) => [
      `Its tokens are encrypted with the key ${key}, which is missing from the key ring (it has ${ring}).`,
      'Nobody can decrypt them without that key.',
      'Put the key back into the ring, after the current key.',
    ],
    seal_broken: ({ key }) => [
      `Its tokens are encrypted with a key of the id ${key}, and the key of that id in the ring does not decrypt them.`,
      'The key in the ring is a different one, or another program changed the tokens in the store.',
      'Put the right key back under that id. Restore a backup of the database only if the key was right: its tokens are older.',
    ],
    store_clock: ({ seconds }) => [
      `The store’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine’s.`,
      'The keeper uses the store’s clock; your own programs may not.',
      'Synchronise the clocks by NTP.',
    ],
    platform_clock: ({ seconds }) => [
      `The platform’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} ours.`,
      'Signed requests may be refused because of that.',
      'Synchronise this machine’s clock by NTP.',
    ],
    quota: ({ used, most, per, resetsAt, refused }, { time }) => [
      refused && used < most
        ? `The platform says that the quota of this period is used up, but only ${used} of ${most} refreshes were counted here. Another program may refresh, too. The next period begins ${time(resetsAt)}.`
        : `${used} of the ${most} refreshes that the platform allows ${perWords[per]} are used; the next period begins ${time(resetsAt)}.`,
    ],
    ends: ({ at, days }, { time }) => [
      days === 0
        ? `The authorization ended ${time(at)}.`
        : `The authorization ends ${time(at)}. After that the shop has to consent again.`,
      undefined,
      days <= 14 ? 'Send the shop a reconnect link now.' : undefined,
    ],
    no_end: () => [
      'The end of the authorization is unknown: each refresh extends it, or the platform does not say.',
    ],
    paused: ({ until }, { time }) => [
      `Requests to the platform are paused until ${time(until)}.`,
      'It failed several times in a row.',
      'Check whether the platform can be reached from this machine.',
    ],
    policy: ({ refreshToken, replaySeconds, reuse, windowSeconds }, { span }) => [
      [
        {
          new: 'The platform gives a new refresh token each time, and the old one does not work any more.',
          same: 'The platform does not change the refresh token.',
          either: 'The platform may give a new refresh token.',
        }[refreshToken],
        refreshToken === 'same'
          ? ''
          : replaySeconds > 0
            ? `It repeats a lost answer for ${span(replaySeconds)}.`
            : 'It does not repeat a lost answer.',
        reuse === 'revoke-family' && refreshToken !== 'same'
          ? 'Using the old one again ends the authorization.'
          : '',
        windowSeconds === undefined
          ? ''
          : `It allows a refresh only in the last ${span(windowSeconds)} of an access token.`,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    ],
    reconnect: () => [
      'The shop has to consent again.',
      undefined,
      'Send the shop a link of keeper.reconnectUrl. The connection keeps its id, and the consent of another shop is refused.',
    ],
  },
}
