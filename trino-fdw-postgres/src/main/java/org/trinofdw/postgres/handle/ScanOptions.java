package org.trinofdw.postgres.handle;

import org.trinofdw.option.MppExecute;

import java.util.Optional;
import java.util.OptionalInt;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * The options in force that say how a table is read and written, decoded once when the handle is made.
 *
 * @param mppExecute empty if it is not set anywhere: the cheaper of 'any' and 'all segments' is chosen
 * @param numSegments number of splits and writers of 'all segments'
 * @param fetchSize rows of a page at most
 * @param updatable whether INSERT is allowed
 * @param useRemoteEstimate whether the remote planner is asked for the number of rows
 * @param costs what decides whether a join is pushed down
 * @param pushdown what may be pushed down
 */
public record ScanOptions(
        Optional<MppExecute> mppExecute,
        OptionalInt numSegments,
        int fetchSize,
        boolean updatable,
        boolean useRemoteEstimate,
        RemoteCosts costs,
        PushdownSwitches pushdown)
{
    public ScanOptions
    {
        requireNonNull(mppExecute, "mppExecute is null");
        requireNonNull(numSegments, "numSegments is null");
        checkArgument(fetchSize > 0, "fetchSize is not positive: %s", fetchSize);
        requireNonNull(costs, "costs is null");
        requireNonNull(pushdown, "pushdown is null");
    }
}
