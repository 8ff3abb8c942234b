package org.trinofdw.testing.maxcompute.store;

import com.google.common.collect.ImmutableMap;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Texts of partitions: {@code pt=1,region=x}, {@code pt='1',region='x'} and {@code pt=1/region=x}.
 */
public final class PartitionSpecs
{
    private PartitionSpecs() {}

    /**
     * @throws ServiceException InvalidPartitionSpec if the text has not that form
     */
    public static Map<String, String> parse(String text)
    {
        Map<String, String> values = new LinkedHashMap<>();
        int position = 0;
        while (position < text.length() || values.isEmpty()) {
            int equals = text.indexOf('=', position);
            if (equals < 0) {
                throw invalid(text);
            }
            String name = text.substring(position, equals).trim().toLowerCase(Locale.ENGLISH);
            int start = equals + 1;
            String value;
            int end;
            if (start < text.length() && (text.charAt(start) == '\'' || text.charAt(start) == '"')) {
                int quote = text.indexOf(text.charAt(start), start + 1);
                if (quote < 0) {
                    throw invalid(text);
                }
                value = text.substring(start + 1, quote);
                end = quote + 1;
                if (end < text.length() && !isSeparator(text.charAt(end))) {
                    throw invalid(text);
                }
            }
            else {
                end = start;
                while (end < text.length() && !isSeparator(text.charAt(end))) {
                    end++;
                }
                value = text.substring(start, end);
            }
            if (name.isEmpty() || value.isEmpty() || values.put(name, value) != null) {
                throw invalid(text);
            }
            position = end + 1;
        }
        return ImmutableMap.copyOf(values);
    }

    private static boolean isSeparator(char character)
    {
        return character == ',' || character == '/';
    }

    private static ServiceException invalid(String text)
    {
        return new ServiceException(400, "InvalidPartitionSpec", "The specified partition name is not valid: " + text);
    }
}
