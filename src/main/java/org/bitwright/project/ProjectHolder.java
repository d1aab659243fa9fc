package org.bitwright.project;

import java.time.Instant;

/**
 * Who has a project open.
 *
 * @param processId 0 where that is not known
 * @param host name of the machine; empty where that is not known
 * @param since when it was opened
 */
public record ProjectHolder(long processId, String host, Instant since) {

    /** Whether it is this very process. */
    public boolean isThisProcess() {
        return processId == ProcessHandle.current().pid() && host.equals(HostName.own());
    }
}
