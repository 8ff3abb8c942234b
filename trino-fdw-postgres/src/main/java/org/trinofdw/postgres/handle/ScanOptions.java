package org.trinofdw.postgres.handle;

import org.trinofdw.option.MppExecute;

import java.util.Optional;
import java.util.OptionalInt;

import static java.util.Objects.requireNonNull;

/**
 * The options in force that say how a table is read and written, decoded once when the handle is made.
 *
 * @param mppExecute empty if it is not set anywhere: the cheaper of 'any' and 'all segments' is chosen
 * @param numSegments number of splits and writers of 'all segments'
 * @param updatable whether INSERT is allowed
 * @param useRemoteEstimate whether the remote planner is asked for the number of rows
 * @param pushdown what may be pushed down
 */
public record ScanOptions(Optional<MppExecute> mppExecute, OptionalInt numSegments, boolean updatable, boolean useRemoteEstimate, PushdownSwitches pushdown)
{
    public ScanOptions
    {
        requireNonNull(mppExecute, "mppExecute is null");
        requireNonNull(numSegments, "numSegments is null");
        requireNonNull(pushdown, "pushdown is null");
    }
}
