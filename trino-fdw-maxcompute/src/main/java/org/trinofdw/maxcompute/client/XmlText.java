package org.trinofdw.maxcompute.client;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Just enough XML for the answers of the service.
 */
final class XmlText
{
    private static final XMLInputFactory FACTORY = XMLInputFactory.newFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        FACTORY.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    private XmlText() {}

    /**
     * An element with its attributes, text and children.
     */
    record Element(String name, Map<String, String> attributes, String text, List<Element> children)
    {
        Optional<Element> child(String name)
        {
            return children.stream().filter(child -> child.name().equals(name)).findFirst();
        }

        List<Element> children(String name)
        {
            return children.stream().filter(child -> child.name().equals(name)).toList();
        }

        Optional<String> childText(String name)
        {
            return child(name).map(Element::text).map(String::strip).filter(text -> !text.isEmpty());
        }
    }

    static Element parse(String xml)
            throws XMLStreamException
    {
        XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(xml));
        Deque<Partial> open = new ArrayDeque<>();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    ImmutableMap.Builder<String, String> attributes = ImmutableMap.builder();
                    for (int index = 0; index < reader.getAttributeCount(); index++) {
                        attributes.put(reader.getAttributeLocalName(index), reader.getAttributeValue(index));
                    }
                    open.push(new Partial(reader.getLocalName(), attributes.buildOrThrow()));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.peek().text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element element = open.pop().build();
                    if (open.isEmpty()) {
                        return element;
                    }
                    open.peek().children.add(element);
                }
                default -> {
                    // comments and instructions say nothing
                }
            }
        }
        throw new XMLStreamException("no element");
    }

    /**
     * Text of all elements by name; empty when the text is no XML.
     */
    static Map<String, String> leaves(String xml)
    {
        Map<String, String> leaves = new HashMap<>();
        try {
            collect(parse(xml), leaves);
        }
        catch (XMLStreamException e) {
            return ImmutableMap.of();
        }
        return leaves;
    }

    private static void collect(Element element, Map<String, String> leaves)
    {
        if (element.children().isEmpty()) {
            leaves.putIfAbsent(element.name(), element.text().strip());
        }
        element.children().forEach(child -> collect(child, leaves));
    }

    static String escape(String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("\r", "&#13;");
    }

    private static final class Partial
    {
        private final String name;
        private final Map<String, String> attributes;
        private final StringBuilder text = new StringBuilder();
        private final List<Element> children = new ArrayList<>();

        private Partial(String name, Map<String, String> attributes)
        {
            this.name = name;
            this.attributes = attributes;
        }

        private Element build()
        {
            return new Element(name, attributes, text.toString(), ImmutableList.copyOf(children));
        }
    }
}
