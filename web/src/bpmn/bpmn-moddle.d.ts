/** bpmn-moddle 10 ships types for the tree it reads, but none for itself. */
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    /** @throws if the text is no XML, or not of BPMN at all */
    fromXML(xml: string): Promise<{ rootElement: unknown; warnings: unknown[] }>
  }
}
