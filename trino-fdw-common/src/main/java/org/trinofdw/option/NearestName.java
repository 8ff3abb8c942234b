package org.trinofdw.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import static com.google.common.base.Strings.commonPrefix;
import static java.util.Comparator.comparingInt;
import static java.util.Locale.ENGLISH;

/**
 * Finds the name that was probably meant by a misspelt one.
 */
public final class NearestName
{
    // as PostgreSQL's own suggestions: a name that needs more edits is no longer the same name
    private static final int MAXIMUM_DISTANCE = 4;

    private NearestName() {}

    /**
     * The candidate with the fewest edits (insertion, deletion, replacement or swap of neighbours), if they are few
     * both absolutely and for the length of the name. Case does not count.
     */
    public static Optional<String> find(String name, Collection<String> candidates)
    {
        int limit = Math.min(MAXIMUM_DISTANCE, name.length() / 2);
        return candidates.stream()
                .filter(candidate -> distance(name, candidate) <= limit)
                .min(comparingInt((String candidate) -> distance(name, candidate))
                        // what begins alike is the likelier
                        .thenComparing(candidate -> -commonPrefix(name.toLowerCase(ENGLISH), candidate.toLowerCase(ENGLISH)).length())
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String left, String right)
    {
        String first = left.toLowerCase(ENGLISH);
        String second = right.toLowerCase(ENGLISH);
        int[][] distances = new int[first.length() + 1][second.length() + 1];
        for (int i = 0; i <= first.length(); i++) {
            distances[i][0] = i;
        }
        for (int j = 0; j <= second.length(); j++) {
            distances[0][j] = j;
        }
        for (int i = 1; i <= first.length(); i++) {
            for (int j = 1; j <= second.length(); j++) {
                int replacement = distances[i - 1][j - 1] + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
                distances[i][j] = Math.min(replacement, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
                if (i > 1 && j > 1 && first.charAt(i - 1) == second.charAt(j - 2) && first.charAt(i - 2) == second.charAt(j - 1)) {
                    distances[i][j] = Math.min(distances[i][j], distances[i - 2][j - 2] + 1);
                }
            }
        }
        return distances[first.length()][second.length()];
    }
}
