import { onScopeDispose, ref } from 'vue'

/** Drawing needs room for palette, drawing and panel side by side. */
const query = '(min-width: 1000px)'

export function useWide() {
  const media = window.matchMedia(query)
  const wide = ref(media.matches)
  const change = () => (wide.value = media.matches)
  media.addEventListener('change', change)
  onScopeDispose(() => media.removeEventListener('change', change))
  return wide
}

export function download(text: string, name: string, type: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
