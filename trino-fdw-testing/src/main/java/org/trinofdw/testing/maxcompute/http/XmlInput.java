package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads XML bodies of requests; document types are refused.
 */
final class XmlInput
{
    private static final int MAX_BYTES = 16 << 20;

    private XmlInput() {}

    static Element parse(InputStream input)
            throws IOException
    {
        byte[] bytes = input.readNBytes(MAX_BYTES);
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Document document = builder.parse(new ByteArrayInputStream(bytes));
            return document.getDocumentElement();
        }
        catch (SAXException e) {
            throw new ServiceException(400, "MalformedXML", "The XML you provided was not well-formed: " + e.getMessage());
        }
        catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Element> children(Element parent, String name)
    {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    static Optional<Element> child(Element parent, String name)
    {
        return children(parent, name).stream().findFirst();
    }

    /**
     * Text of a child that is there and not empty.
     */
    static Optional<String> text(Element parent, String name)
    {
        return child(parent, name).map(Element::getTextContent).filter(text -> !text.isEmpty());
    }
}
