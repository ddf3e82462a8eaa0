import type { ConnectionStatus, RefusalCause } from '@hufu/keeper-store/connection'
import type { RefreshReason } from './finding.ts'
import { type Language, type Said, spanOf } from './words.ts'

const statuses: Readonly<Record<ConnectionStatus, Said>> = {
  active: ['一切正常。'],
  pending: ['令牌是导入的，尚未验证。', '第一次刷新会验证它。'],
  degraded: ['上一次刷新失败。', '系统会自动重试；仍有效的令牌照常提供。'],
  reauth_required: ['无法再刷新。', '平台要求店铺重新授权。'],
  revoked: ['授权已终止。', '不再提供任何令牌。'],
  disabled: ['已在本地停用。', '不刷新，也不提供令牌；平台并不知情。', '需要继续时请启用。'],
}

const reasons: Readonly<Record<RefreshReason, string>> = {
  fraction: '届时访问令牌的有效期已过大半；同时开始的店铺会错开刷新。',
  window: '平台只允许在访问令牌到期前不久刷新。',
  paused: '平台连续多次失败，暂时不再请求。',
  backoff:
    '上一次失败：每次等待都比前一次更久，最长一小时；access_token 到期后最长几分钟。点“立即刷新”可马上再试。',
  config: '上一次失败，改正配置之前还会失败。点“立即刷新”可马上再试。',
  platform: '上一次失败，等待时间是平台要求的。',
  quota_share: '最近几次都失败：重试最多用掉平台配额的十分之一，并分摊到整个周期。点“立即刷新”可马上再试。',
  quota: '本周期平台允许的刷新次数已用完：下个周期开始后再刷新。',
  uncertain: '不确定上一次刷新是否完成；提前再次使用同一个刷新令牌可能导致授权终止。',
}

const retries = {
  never: '自动重试没有用：请看提示。',
  after: '无需操作：系统会重试。',
  reauth: '请把重新授权链接发给店铺。',
  fix_config: '请更正应用的配置。',
} as const

const perWords = { month: '每月', day: '每天' } as const

export const chinese: Language = {
  span: (seconds) => spanOf('zh-CN', seconds),
  ahead: (span) => `${span}后`,
  ago: (span) => `${span}前`,
  findings: {
    status: ({ status }) => statuses[status],
    app_missing: ({ platform, app }) => [
      `没有配置平台 ${platform} 的应用 ${app}。`,
      '它的连接都不会刷新。',
      '请把它和密钥加入 apps。',
    ],
    access_token: ({ expiresAt, lives, doubtful, assumed }, { time }) => [
      assumed
        ? '平台没有说明访问令牌何时到期：在被拒绝或更换之前都会发放。'
        : lives
          ? `访问令牌有效至 ${time(expiresAt)}${doubtful ? '，除非平台已使其失效。' : '。'}`
          : `访问令牌已于 ${time(expiresAt)} 到期。`,
    ],
    refresh_token: ({ expiresAt, lives, refused }, { time }) => {
      if (refused && lives)
        return [
          expiresAt === undefined
            ? '平台不再接受这个刷新令牌。'
            : `平台不再接受这个刷新令牌；按平台规则它本应有效至 ${time(expiresAt)}。`,
        ]
      if (expiresAt === undefined) return ['有刷新令牌；平台没有说明何时到期。']
      return lives
        ? [`按平台规则，刷新令牌有效至 ${time(expiresAt)}。`]
        : [
            `按平台规则，刷新令牌已于 ${time(expiresAt)} 到期。`,
            undefined,
            '如果下一次刷新失败，请把重新授权链接发给店铺。',
          ]
    },
    no_refresh_token: ({ byRight, app }) => [
      '没有刷新令牌。',
      byRight ? `平台只给有相应权限的应用：${app} 似乎没有这项权限。` : '平台没有给。',
      byRight
        ? '请向平台申请该权限，再把重新授权链接发给店铺；没有权限时，每次访问令牌到期前都要这样做。'
        : '请在访问令牌到期前把重新授权链接发给店铺。',
    ],
    likely: ({ cause, expiresAt }, { time }) => {
      const causes: Readonly<Record<RefusalCause, Said>> = {
        too_old: ['多半是授权已经过期。', '授权或刷新令牌的期限已过。'],
        early_end: [
          '多半是授权被提前结束：由店铺、由平台，或因为另一个程序刷新了它。',
          expiresAt === undefined
            ? '平台称刷新令牌过期，而平台没有说明它的有效期。'
            : `平台称刷新令牌过期，而按规则它应有效至 ${time(expiresAt)}。实际有效期可能比配置的短。`,
        ],
        lost_answer: ['多半是平台已更换刷新令牌，而答复没有送达。', '之前有一次刷新没有得到答复。'],
        restored: [
          '多半是数据库备份之后，平台已经更换了这些令牌。',
          '店铺没有结束授权。',
          '请看 docs/keeper.md 的 “A backup is put back” 一节。',
        ],
        used_elsewhere: [
          '多半是别的程序用这些令牌刷新过：另一个程序、另一个 keeper，或这个数据库是较旧的副本。',
          '平台说刷新令牌已被更换，而不是由这个 keeper 更换的。',
          '一家店铺的令牌请只交给一个 keeper。',
        ],
        ended_there: ['多半是店铺或平台结束了授权。', '平台不再认识这个刷新令牌。'],
        unknown_words: [
          '多半是授权已经结束。',
          '访问令牌到期后，平台连续数小时拒绝刷新，用的是这里不认识的说法。',
          '请看平台的原话；如果是别的意思，解决后点“立即刷新”。',
        ],
      }
      return causes[cause]
    },
    restored: ({ at }, { time }) => [
      `数据库是从备份恢复的（发现于 ${time(at)}），这些令牌是恢复之前的。`,
      '平台可能在备份之后给过新的令牌，并拒绝这些旧的。',
      '请看 docs/keeper.md 的 “A backup is put back” 一节。',
    ],
    next_refresh: ({ at, because, overdue }, { time }) => [
      overdue ? `自 ${time(at)} 起就应刷新。` : `下次刷新：${time(at)}。`,
      overdue ? '没有负责定时刷新的进程处理它。' : reasons[because],
      overdue ? '请确认有开启定时刷新的 keeper 在运行，且平台没有被暂停。' : undefined,
    ],
    no_next_refresh: () => ['没有计划刷新。'],
    underway: ({ owner, until, ours }, { time }) => [
      `${ours ? '本进程' : '另一个进程'}（${owner}）正在刷新。`,
      `如果该进程中断，其他进程会在 ${time(until)} 接手。`,
    ],
    last_error: (
      { error, hint, retry, at, failures, platformCode, platformMessage, requestId },
      { time },
    ) => [
      `上一次刷新于 ${time(at)} 失败，已连续 ${failures} 次：${error}。${
        platformCode === undefined ? '' : `平台返回：${platformCode} ${platformMessage ?? ''}`.trimEnd()
      }${requestId === undefined ? '' : `（请求编号 ${requestId}）`}`,
      hint,
      retries[retry],
    ],
    uncertain: ({ since, attempts, repeatsUntil, triedAt }, { time }) => [
      `不确定 ${time(since)} 的刷新是否完成；该刷新令牌已发送 ${attempts} 次。`,
      repeatsUntil === undefined
        ? `将于 ${time(triedAt)} 再试一次：那时访问令牌已到期，不会再有损失。`
        : `平台在 ${time(repeatsUntil)} 之前会重复同样的答复：在此之前会再问一次。`,
      '无需操作；如果届时失败，请把重新授权链接发给店铺。',
    ],
    identity_changed: ({ at }, { time }) => [
      `${time(at)} 起，平台对刷新的答复是另一家店铺或另一个用户的令牌。`,
      '这些令牌已加密另存，不会发放给任何人。',
      '如果它们确实属于此连接，请接受（hufu keeper accept）；否则请把重新授权链接发给店铺。',
    ],
    unreadable: ({ replies, at }, { time }) => [
      `平台有 ${replies} 个答复无法识别，最近一次在 ${time(at)}；已加密保存。`,
      '这些答复表示成功，可能含有新令牌。',
      '除非下一次刷新成功，否则请查看它们（hufu keeper replies），并手动添加令牌。',
    ],
    shared_token: ({ others }) => [
      `同一个刷新令牌还属于另外 ${others} 个连接。`,
      '刷新其中一个可能使其他连接失效。',
      '请只保留一个，或让每家店铺重新授权。',
    ],
    journaled: ({ entries }) => [
      `有 ${entries} 组令牌来迟，暂存在日志表中。`,
      '平台答复时，进程已失去租约。',
      '无需操作：系统会自动接收或尝试。',
    ],
    spooled: ({ disk, memory }) => [
      `有 ${disk} 组令牌暂存在本机磁盘，${memory} 组只在本进程内存中。`,
      '数据库没有接收它们。',
      memory > 0 ? '请在本进程结束前为数据库和暂存目录腾出磁盘空间。' : '请确认数据库可以写入。',
    ],
    sealed_with: ({ key, current }) => [
      `由密钥 ${key} 加密${key === current ? '。' : `；当前密钥是 ${current}。`}`,
      undefined,
      key === current ? undefined : '从密钥环取出旧密钥之前，请先重新加密。',
    ],
    key_missing: ({ key, ring }) => [
      `由密钥 ${key} 加密，而密钥环里没有它（只有 ${ring}）。`,
      '没有这个密钥，谁也打不开。',
      '请把它放回当前密钥之后。',
    ],
    seal_broken: ({ key }) => [
      `由编号为 ${key} 的密钥加密，而密钥环里这个编号的密钥打不开它。`,
      '密钥环里的不是当初加密的那个密钥，或令牌在系统之外被改动。',
      '请把当初加密的密钥放回这个编号。只有密钥无误时才从备份恢复数据库：备份里的令牌更旧。',
    ],
    store_clock: ({ seconds }) => [
      `数据库的时钟比本机${seconds > 0 ? '快' : '慢'} ${Math.abs(seconds)} 秒。`,
      'keeper 以数据库的时钟为准；您的其他程序未必如此。',
      '请用 NTP 校准时钟。',
    ],
    platform_clock: ({ seconds }) => [
      `平台的时钟比我们${seconds > 0 ? '快' : '慢'} ${Math.abs(seconds)} 秒。`,
      '带签名的请求可能因此被拒绝。',
      '请用 NTP 校准本机时钟。',
    ],
    quota: ({ used, most, per, resetsAt, refused }, { time }) => [
      refused && used < most
        ? `平台说本周期的刷新次数已用完，而这里只计了 ${used} 次（共 ${most} 次）：可能还有别的程序在刷新。下个周期从 ${time(resetsAt)} 开始。`
        : `平台允许${perWords[per]}刷新 ${most} 次，已用 ${used} 次；下个周期从 ${time(resetsAt)} 开始。`,
    ],
    ends: ({ at, days }, { time }) => [
      days === 0 ? `授权已于 ${time(at)} 到期。` : `授权将于 ${time(at)} 到期：之后只有店铺重新授权才行。`,
      undefined,
      days <= 14 ? '请现在就把重新授权链接发给店铺。' : undefined,
    ],
    no_end: () => ['没有已知的授权到期时间：每次刷新都会延后，或平台没有说明。'],
    paused: ({ until }, { time }) => [
      `在 ${time(until)} 之前不再调用该平台。`,
      '它连续失败了几次。',
      '请检查本机能否访问该平台。',
    ],
    policy: ({ refreshToken, replaySeconds, reuse, windowSeconds }, { span }) => [
      [
        {
          new: '平台每次都给新的刷新令牌，旧的随即作废。',
          same: '平台不更换刷新令牌。',
          either: '平台可能会给新的刷新令牌。',
        }[refreshToken],
        refreshToken === 'same'
          ? ''
          : replaySeconds > 0
            ? `答复丢失时，它会在 ${span(replaySeconds)}内重复同样的答复。`
            : '它不会重复丢失的答复。',
        reuse === 'revoke-family' && refreshToken !== 'same' ? '再次使用已作废的刷新令牌会终止授权。' : '',
        windowSeconds === undefined ? '' : `它只允许在访问令牌的最后 ${span(windowSeconds)}内刷新。`,
      ].join(''),
    ],
    reconnect: () => [
      '只有店铺能解决。',
      undefined,
      '请把 keeper.reconnectUrl 的链接发给店铺：连接编号不变，其他店铺的授权会被拒绝。',
    ],
  },
}
