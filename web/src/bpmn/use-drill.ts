import { computed, ref, watch } from 'vue'
import { emptyDrawing, fileAt, opensAt, pathOf, trailOf } from './drawing'
import type { Drawing } from './drawing'

/** Where one stands in a drawing with called ones: open one, go back by the breadcrumb. */
export function useDrill(drawing: () => Drawing | undefined, rootName: () => string) {
  const inside = ref('')
  const all = computed(() => drawing() ?? emptyDrawing)
  // Another version may call nothing at this path.
  watch(all, ({ calls }) => {
    if (inside.value && !calls[inside.value]) inside.value = ''
  })
  return {
    inside,
    xml: computed(() => fileAt(all.value, inside.value)),
    opens: computed(() => opensAt(all.value, inside.value)),
    trail: computed(() => trailOf(all.value, inside.value, rootName())),
    enter: (id: string) => (inside.value = pathOf(inside.value, id)),
    goTo: (path: string) => (inside.value = path),
  }
}
