package org.trinofdw.ddl.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import io.airlift.json.JsonCodec;

import java.util.List;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static io.airlift.json.JsonCodec.jsonCodec;
import static java.util.Objects.requireNonNull;

/**
 * Changes of several files that take effect together. Once the journal is on the disk, they are made, and made again
 * until they are all made.
 *
 * @param format the version of the format
 */
public record StoreJournal(@JsonProperty("format") int format, @JsonProperty("changes") List<Change> changes)
{
    private static final int FORMAT = 1;
    private static final JsonCodec<StoreJournal> CODEC = jsonCodec(StoreJournal.class);

    /**
     * @param path of the file, relative to the store
     * @param content empty to remove the file
     */
    public record Change(@JsonProperty("path") String path, @JsonProperty("content") Optional<String> content)
    {
        public Change
        {
            requireNonNull(path, "path is null");
            requireNonNull(content, "content is null");
        }

        /**
         * Leaves the content out, since it may hold secrets.
         */
        @Override
        public String toString()
        {
            return path;
        }
    }

    public StoreJournal
    {
        changes = ImmutableList.copyOf(changes);
    }

    static StoreJournal of(List<Change> changes)
    {
        return new StoreJournal(FORMAT, changes);
    }

    static StoreJournal read(String text)
    {
        StoreJournal journal = CODEC.fromJson(text);
        checkArgument(journal.format() == FORMAT, "format %s is not known; it was written by a newer version", journal.format());
        return journal;
    }

    String write()
    {
        return CODEC.toJson(this);
    }
}
