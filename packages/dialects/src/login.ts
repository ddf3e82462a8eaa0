/* How a platform's login page says no. One table is documented; platforms that document none take it too. */
import type { Evidence } from './error-table.ts'

/** Why a login is refused. The list is closed. */
export type LoginReason =
  | 'address_denied'
  | 'username_missing'
  | 'username_unknown'
  | 'password_missing'
  | 'account_disabled'
  | 'password_wrong'
  | 'account_frozen'
  | 'user_not_permitted'
  | 'login_check_failed'
  | 'login_check_unreadable'
  | 'form_forged'
  | 'unknown'

/** A refused login, as the page shows it. */
export interface LoginFailure {
  readonly reason: LoginReason
  /** Tries left before the account is frozen. */
  readonly triesLeft?: number
  /** When a frozen account can be tried again: seconds since the epoch. */
  readonly until?: number
}

/** A code, its words, how we know, and what it stands for. */
export type LoginRow = readonly [code: number, message: string, evidence: Evidence, reason: LoginReason]

/** `{0}` stands for the number of tries left. */
export const loginRows = [
  [201, '您的IP服务受限,请联系客服解决', 'doc', 'address_denied'],
  [202, '请输入用户名', 'doc', 'username_missing'],
  [203, '用户名不存在', 'doc', 'username_unknown'],
  [204, '请输入密码', 'doc', 'password_missing'],
  // The document does not say when it sends 205: ours, for an account that the operator has closed.
  [205, '登录信息与密码不匹配', 'doc', 'account_disabled'],
  [206, '用户名与密码不匹配,还可尝试{0}次,如失败账户将被冻结2小时', 'doc', 'password_wrong'],
  [207, '登录失败超过6次,账户已被冻结2个小时', 'doc', 'account_frozen'],
  [208, '容器检查登录用户不在应授权用户中', 'doc', 'user_not_permitted'],
  [209, '未知异常,请联系管理员', 'doc', 'unknown'],
  // One code, two meanings: the operator's user system failed, or answered what cannot be read.
  [251, '调用验证登录信息的接口失败', 'doc', 'login_check_failed'],
  [251, '调用验证登录信息接口返回的json串格式错误,解析失败', 'doc', 'login_check_unreadable'],
  [304, '防止session伪造', 'doc', 'form_forged'],
] as const satisfies readonly LoginRow[]

type Forgotten = Exclude<LoginReason, (typeof loginRows)[number][3]>
const complete: [Forgotten] extends [never] ? true : Forgotten = true
void complete

/** The code and words of a failed login. */
export function loginMessage({ reason, triesLeft }: LoginFailure): readonly [code: number, message: string] {
  const [code, message] = loginRows.find(([, , , each]) => each === reason) ?? loginRows[8]
  return [code, message.replace('{0}', String(triesLeft ?? 0))]
}
