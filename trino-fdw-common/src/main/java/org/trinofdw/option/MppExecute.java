package org.trinofdw.option;

import com.google.common.collect.ImmutableSet;

import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Where a foreign table is read and written (CREATE FOREIGN TABLE of Cloudberry, "mpp_execute").
 */
public enum MppExecute
        implements NamedValue
{
    /** One split and one writer, on the coordinator. "master" is the older word for it. */
    COORDINATOR("coordinator", "master"),
    /** One split and one writer, on any node. */
    ANY("any"),
    /** Disjoint splits and parallel writers over the workers; every row is read exactly once. */
    ALL_SEGMENTS("all segments"),
    /**/;

    private final String text;
    private final Set<String> synonyms;

    MppExecute(String text, String... synonyms)
    {
        this.text = requireNonNull(text, "text is null");
        this.synonyms = ImmutableSet.copyOf(synonyms);
    }

    @Override
    public String text()
    {
        return text;
    }

    @Override
    public Set<String> synonyms()
    {
        return synonyms;
    }
}
