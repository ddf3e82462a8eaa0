/** The first that fits is the one: each of these pretends to be some of those after it. */
const browsers = [
  ['MicroMessenger', 'WeChat'],
  ['AlipayClient', 'Alipay'],
  ['DingTalk', 'DingTalk'],
  ['Line/', 'LINE'],
  ['QQBrowser', 'QQ'],
  ['UCBrowser', 'UC'],
  ['HuaweiBrowser', 'Huawei'],
  ['MiuiBrowser', 'Mi'],
  ['SamsungBrowser', 'Samsung'],
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const

const systems = [
  ['HarmonyOS', 'HarmonyOS'],
  ['OpenHarmony', 'HarmonyOS'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Macintosh', 'Mac'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

/** `Chrome, Android`: names from a list, nothing of what was sent. Empty where none fits. */
export function browserOf(userAgent = ''): string {
  const nameIn = (list: readonly (readonly [sign: string, name: string])[]) =>
    list.find(([sign]) => userAgent.includes(sign))?.[1]
  return [nameIn(browsers), nameIn(systems)].filter((each) => each !== undefined).join(', ')
}
