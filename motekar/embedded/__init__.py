"""The embedded PostgreSQL: started, found again, restarted and stopped without an administrator.

Unix socket only; the closed data folder is the access control. Linux and macOS; elsewhere a
server's address in MOTEKAR_DATABASE_URL is needed.
"""

from motekar.embedded.cluster import Cluster, ensure_running, hold
from motekar.embedded.failures import EmbeddedDatabaseFailed

__all__ = ["Cluster", "EmbeddedDatabaseFailed", "ensure_running", "hold"]
