import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LARGEST_LOGO, MOST_LOGO_BYTES, logoOf } from '../src/apps/logos.ts'
import { isRefusal } from '../src/refusal.ts'
import { readPicture } from '../src/apps/picture.ts'
import { jpeg, png, riff, webp, webpAlpha, webpLossless, webpOf } from './pictures.ts'

const PAGE = Buffer.from('<script>alert(1)</script>')

const why = (file: Uint8Array): unknown => {
  const logo = logoOf('a', file)
  assert.ok(isRefusal(logo) && logo.refused === 'invalid', 'it was taken')
  return logo.why
}

suite('a logo', () => {
  for (const [name, type, file] of [
    ['PNG', 'image/png', png()],
    ['JPEG', 'image/jpeg', jpeg],
    ['WebP', 'image/webp', webp],
    ['WebP with alpha', 'image/webp', webpAlpha],
    ['WebP without loss', 'image/webp', webpLossless],
  ] as const) {
    test(`may be a ${name}, and is known by its bytes`, () => {
      const picture = readPicture(file)
      assert.ok(typeof picture === 'object', JSON.stringify(picture))
      assert.deepEqual([picture.type, picture.width, picture.height], [type, 64, 72])
      assert.deepEqual(readPicture(picture.bytes), picture, 'what is kept is the same picture')
      const logo = logoOf('a', file)
      assert.ok(!isRefusal(logo))
      assert.match(logo.version, /^[\w-]{22}$/)
    })

    test(`${name}: what stands behind its end is not kept`, () => {
      const picture = readPicture(Buffer.concat([file, PAGE]))
      assert.ok(typeof picture === 'object' && !Buffer.from(picture.bytes).includes(PAGE))
    })

    test(`${name}: cut anywhere it is damaged, and nothing is thrown`, () => {
      for (let length = 0; length < file.length; length++) {
        const cut = readPicture(file.subarray(0, length))
        assert.ok(typeof cut === 'string', `of ${length} bytes`)
      }
    })

    test(`${name}: whatever byte is another, it is a picture or none`, () => {
      for (let at = 0; at < file.length; at++) {
        for (const byte of [0, 0x7f, 0xff]) {
          const changed = Buffer.from(file)
          changed[at] = byte
          readPicture(changed)
        }
      }
    })
  }

  test('loses comments, places and profiles', () => {
    const exif = Buffer.concat([Buffer.from([0xff, 0xe1, 0, PAGE.length + 2]), PAGE])
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, PAGE.length + 2]), PAGE])
    const files = [
      png(64, 72, [['tEXt', PAGE]]),
      Buffer.concat([jpeg.subarray(0, 2), exif, comment, jpeg.subarray(2)]),
      webpOf(webp.subarray(12), riff('EXIF', PAGE)),
      webpOf(riff('XMP ', PAGE), webp.subarray(12)),
    ]
    for (const file of files) {
      assert.ok(file.includes(PAGE))
      const picture = readPicture(file)
      assert.ok(typeof picture === 'object' && !Buffer.from(picture.bytes).includes(PAGE))
    }
  })

  test('is nothing else', () => {
    const others = [
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      '<?xml version="1.0"?><svg/>',
      'GIF89a\u0001\u0000\u0001\u0000',
      'BM',
      '%PDF-1.7',
      '',
    ]
    for (const other of others) {
      assert.deepEqual(why(Buffer.from(other, 'latin1')), { fault: 'logo', because: 'no_picture' })
    }
    const moving = webpOf(riff('ANIM', Buffer.alloc(6)), webp.subarray(12))
    assert.deepEqual(why(moving), { fault: 'logo', because: 'moving' })
  })

  test('has its bounds: bytes, and points on a side', () => {
    assert.deepEqual(why(new Uint8Array(MOST_LOGO_BYTES + 1)), { fault: 'logo', because: 'too_many_bytes' })
    assert.deepEqual(why(png(63, 64)), { fault: 'logo', because: 'too_small' })
    assert.deepEqual(why(png(0, 0)), { fault: 'logo', because: 'too_small' })
    assert.deepEqual(why(png(64, LARGEST_LOGO + 1)), { fault: 'logo', because: 'too_large' })
    assert.deepEqual(why(png(0xffffffff, 0xffffffff)), { fault: 'logo', because: 'too_large' })
    assert.ok(!isRefusal(logoOf('a', png(LARGEST_LOGO, 64))))
  })
})
