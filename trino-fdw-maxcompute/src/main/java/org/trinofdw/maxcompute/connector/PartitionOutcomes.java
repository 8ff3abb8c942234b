package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import org.trinofdw.maxcompute.client.UploadSession;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * What became of the partitions of a statement whose commit stopped on the way. Each partition is in one of the lists; a partition may have several sessions.
 *
 * @param written all rows of the statement show
 * @param partlyWritten the rows of some sessions show, those of others do not
 * @param notWritten no row of the statement shows
 * @param unknown whether rows show could not be found out
 */
record PartitionOutcomes(List<String> written, List<String> partlyWritten, List<String> notWritten, List<String> unknown)
{
    PartitionOutcomes
    {
        written = ImmutableList.copyOf(written);
        partlyWritten = ImmutableList.copyOf(partlyWritten);
        notWritten = ImmutableList.copyOf(notWritten);
        unknown = ImmutableList.copyOf(unknown);
    }

    static PartitionOutcomes of(List<UploadSession> writtenSessions, Optional<UploadSession> unknownSession, List<UploadSession> notWrittenSessions)
    {
        Set<String> unknown = unknownSession.flatMap(UploadSession::partition).map(Set::of).orElse(Set.of());
        Set<String> some = new HashSet<>(partitions(writtenSessions));
        Set<String> missing = new HashSet<>(partitions(notWrittenSessions));
        some.removeAll(unknown);
        missing.removeAll(unknown);
        return new PartitionOutcomes(
                partitions(writtenSessions).stream().filter(partition -> some.contains(partition) && !missing.contains(partition)).collect(toImmutableList()),
                partitions(writtenSessions).stream().filter(partition -> some.contains(partition) && missing.contains(partition)).collect(toImmutableList()),
                partitions(notWrittenSessions).stream().filter(partition -> missing.contains(partition) && !some.contains(partition)).collect(toImmutableList()),
                ImmutableList.copyOf(unknown));
    }

    private static List<String> partitions(List<UploadSession> sessions)
    {
        return sessions.stream()
                .flatMap(session -> session.partition().stream())
                .distinct()
                .collect(toImmutableList());
    }

    /**
     * A sentence, without a stop at its end.
     */
    String describe()
    {
        List<String> parts = new ArrayList<>();
        add(parts, "%s were written", written);
        add(parts, "%s were written in part", partlyWritten);
        add(parts, "%s were not written", notWritten);
        add(parts, "%s may have been written", unknown);
        return "Rows of partitions " + String.join(", those of ", parts);
    }

    private static void add(List<String> parts, String part, List<String> partitions)
    {
        if (!partitions.isEmpty()) {
            parts.add(part.formatted(partitions));
        }
    }
}
