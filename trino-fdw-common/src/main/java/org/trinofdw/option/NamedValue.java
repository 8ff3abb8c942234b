package org.trinofdw.option;

import java.util.Set;

/**
 * An enum constant whose text in options differs from its Java name. The text is matched without regard to case.
 */
public interface NamedValue
{
    String text();

    /**
     * Other spellings that mean the same.
     */
    default Set<String> synonyms()
    {
        return Set.of();
    }
}
