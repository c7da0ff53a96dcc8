import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { installElement, message } from './ui/element'
import './styles/tokens.css'
import './styles/base.css'
import { messageOf } from './api/http'

const app = createApp(App)
installElement(app)
app.use(router)

/** What no page has caught is told, not swallowed: a click must never seem to do nothing. */
app.config.errorHandler = (error) => {
  console.error(error)
  message.error(messageOf(error))
}

// A new deployment replaces the files a page still names; reading the page again finds the new ones.
window.addEventListener('vite:preloadError', (event) => {
  event.preventDefault()
  window.location.reload()
})

app.mount('#app')
