/* Nothing here is needed: every page works without it. */

/* A copy button beside what is to be copied. */
for (const output of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = output.dataset.copy
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(output.textContent.trim())
    button.textContent = output.dataset.copied
    setTimeout(() => (button.textContent = output.dataset.copy), 2000)
  })
  output.after(button)
}

/* A field that is checked by the server while it is typed: it answers with the words to show, none when all is well. */
for (const field of document.querySelectorAll('[data-check]')) {
  const said = document.createElement('p')
  said.className = 'wrong'
  said.setAttribute('aria-live', 'polite')
  field.after(said)
  let last
  field.addEventListener('input', () => {
    clearTimeout(last)
    last = setTimeout(async () => {
      const value = field.value
      const url = `${field.dataset.check}?value=${encodeURIComponent(value)}`
      const answer = await fetch(url, { credentials: 'same-origin' }).catch(() => undefined)
      if (!answer?.ok || field.value !== value) return
      const text = await answer.text()
      said.textContent = text
      field.setAttribute('aria-invalid', text === '' ? 'false' : 'true')
    }, 300)
  })
}

/* A part of the page that is fetched again every few seconds, while it is in sight. */
for (const part of document.querySelectorAll('[data-live]')) {
  setInterval(async () => {
    // What somebody is reading, or about to copy, stays.
    if (document.hidden || part.contains(document.activeElement)) return
    if (part.querySelector('details[open]') || !getSelection().isCollapsed) return
    const answer = await fetch(part.dataset.live, { credentials: 'same-origin' }).catch(() => undefined)
    if (!answer?.ok || answer.redirected) return
    const fresh = new DOMParser()
      .parseFromString(await answer.text(), 'text/html')
      .querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`)
    if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes)
  }, 3000)
}
