export interface TemporalPorts {
  frontend: number
  /** frontend membership and HTTP, then rpc and membership of history, matching, worker. */
  inner: number[]
}

/** Number of inner ports a server needs. */
export const INNER_PORTS = 8

export interface TemporalStore {
  host: string
  port: number
  user: string
  password: string
}

/**
 * Config of a one-process Temporal server, as an object; JSON is YAML, so it is written as it is.
 * 4 history shards: the number can never be changed for a database, and on one machine more only cost polling (the tests and
 * the demo measured 26–43 cases/s with 4); production takes its own number in docker-compose.yml.
 */
export function temporalConfig(
  ports: TemporalPorts,
  store: TemporalStore,
  dynamicConfigFile: string,
): object {
  const [feMember, feHttp, hiGrpc, hiMember, maGrpc, maMember, woGrpc, woMember] = ports.inner
  const service = (grpcPort?: number, membershipPort?: number, httpPort?: number) => ({
    rpc: { grpcPort, membershipPort, bindOnIP: '127.0.0.1', ...(httpPort ? { httpPort } : {}) },
  })
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: {
        default: sqlStore(store, 'temporal', 40),
        visibility: sqlStore(store, 'temporal_visibility', 10),
      },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: service(ports.frontend, feMember, feHttp),
      history: service(hiGrpc, hiMember),
      matching: service(maGrpc, maMember),
      worker: service(woGrpc, woMember),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${ports.frontend}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: `127.0.0.1:${ports.frontend}` },
    dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '60s' },
  }
}

function sqlStore(store: TemporalStore, databaseName: string, connections: number): object {
  return {
    sql: {
      pluginName: 'postgres12_pgx',
      databaseName,
      connectAddr: `${store.host}:${store.port}`,
      connectProtocol: 'tcp',
      user: store.user,
      password: store.password,
      maxConns: connections,
      maxIdleConns: connections,
      maxConnLifetime: '1h',
    },
  }
}

/**
 * Dynamic config. Time skipping moves the clock of one case forward: the sandbox of the demo and the tests need it, in production
 * nobody may be able to let a legal term expire, so docker/temporal/dynamicconfig.yaml does not have the line.
 */
export function dynamicConfig(): string {
  return 'frontend.WorkflowTimeSkippingEnabled:\n  - value: true\n'
}
