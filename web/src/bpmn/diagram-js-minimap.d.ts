declare module 'diagram-js-minimap' {
  const module: { __init__: string[]; minimap: unknown[] }
  export default module
}
