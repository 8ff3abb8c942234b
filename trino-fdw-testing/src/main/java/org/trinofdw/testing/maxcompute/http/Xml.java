package org.trinofdw.testing.maxcompute.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Builds XML answers. Not thread-safe.
 */
final class Xml
{
    private static final DateTimeFormatter RFC_822 = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");

    static String date(Instant instant)
    {
        return RFC_822.format(instant);
    }

    /**
     * @param attributes names and values in turn
     */
    Xml open(String name, String... attributes)
    {
        text.append('<').append(name);
        for (int index = 0; index < attributes.length; index += 2) {
            text.append(' ').append(attributes[index]).append("=\"");
            escape(attributes[index + 1]);
            text.append('"');
        }
        text.append('>');
        return this;
    }

    Xml close(String name)
    {
        text.append("</").append(name).append('>');
        return this;
    }

    Xml element(String name, String value)
    {
        open(name);
        escape(value);
        return close(name);
    }

    Xml empty(String name, String... attributes)
    {
        return open(name, attributes).close(name);
    }

    Xml characterData(String name, String value, String... attributes)
    {
        open(name, attributes);
        text.append("<![CDATA[").append(value.replace("]]>", "]]]]><![CDATA[>")).append("]]>");
        return close(name);
    }

    private void escape(String value)
    {
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            switch (character) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\n', '\r', '\t' -> text.append("&#").append((int) character).append(';');
                default -> text.append(character);
            }
        }
    }

    @Override
    public String toString()
    {
        return text.toString();
    }
}
