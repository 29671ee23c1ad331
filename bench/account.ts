/** The logins of a generated company: `admin`, `manager` and `rep01` … `rep48`, all with one password of the benchmark. */
export const ADMIN = 'admin'
export const PASSWORD = 'Qx7-perigon-bench-2026'
