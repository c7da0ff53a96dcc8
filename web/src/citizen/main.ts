import { createApp } from 'vue'
import { useCsrfSource } from '../api/http'
import '../styles/tokens.css'
import '../styles/base.css'
import './citizen.css'
import App from './App.vue'

useCsrfSource('/citizen/session')
createApp(App).mount('#app')
