export { useRefresh } from '../../components/use-refresh'
