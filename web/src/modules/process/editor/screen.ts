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
