package org.trinofdw.postgres.pushdown;

import com.google.common.base.CharMatcher;
import org.trinofdw.postgres.handle.RemoteQuery;

import java.util.regex.Pattern;

import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;

/**
 * Tells whether a query that was made for databases in UTF8 has other rows in one that is not. Its conditions are text by now, so that it takes more of them for
 * such than are.
 */
public final class TextOrder
{
    private static final Pattern ORDERING = Pattern.compile(" [<>]=? ");
    /** An order of two values: what follows is no constant. */
    private static final Pattern ORDERING_OF_VALUES = Pattern.compile(" [<>]=? (?!['0-9]|\\(-[0-9])|\\b(greatest|least)\\(");

    private TextOrder() {}

    public static boolean dependsOnEncoding(RemoteQuery query)
    {
        return query.order().stream().anyMatch(TextOrder::ofText) || query.conditions().stream().anyMatch(TextOrder::isOtherInOtherEncodings);
    }

    private static boolean isOtherInOtherEncodings(String condition)
    {
        // with a constant of ASCII, the order is the same in all encodings
        return ofText(condition) && (ORDERING_OF_VALUES.matcher(condition).find() || (ORDERING.matcher(condition).find() && !CharMatcher.ascii().matchesAllOf(condition)));
    }

    private static boolean ofText(String sql)
    {
        return sql.contains(C_COLLATION);
    }
}
