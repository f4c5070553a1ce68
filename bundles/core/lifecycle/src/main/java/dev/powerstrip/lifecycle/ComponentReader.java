package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads what a component description (Declarative Services XML) says that matters for a plugin. */
final class ComponentReader extends DefaultHandler {

    private final List<PluginComponent> found = new ArrayList<>();
    private String name;
    private String pid;
    private String policy;
    private boolean immediate;
    private List<String> provides = new ArrayList<>();

    static List<PluginComponent> read(InputStream xml) throws IOException, RefusedException {
        try {
            var factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var reader = new ComponentReader();
            factory.newSAXParser().parse(xml, reader);
            return reader.found;
        } catch (SAXException | ParserConfigurationException malformed) {
            throw new RefusedException("has a component description that is no XML: " + malformed.getMessage());
        }
    }

    @Override
    public void startElement(String uri, String element, String qualified, Attributes attributes) {
        switch (element) {
            case "component" -> begin(attributes);
            case "implementation" -> name = name.isEmpty() ? attributes.getValue("class") : name;
            case "provide" -> provides.add(attributes.getValue("interface"));
            default -> {}
        }
    }

    private void begin(Attributes attributes) {
        name = text(attributes, "name", "");
        pid = text(attributes, "configuration-pid", "$");
        policy = text(attributes, "configuration-policy", "optional");
        immediate = Boolean.parseBoolean(attributes.getValue("immediate"));
        provides = new ArrayList<>();
    }

    private static String text(Attributes attributes, String name, String otherwise) {
        var value = attributes.getValue(name);
        return value == null ? otherwise : value;
    }

    @Override
    public void endElement(String uri, String element, String qualified) {
        if (element.equals("component")) {
            found.add(new PluginComponent(name, pid.replace("$", name), policy.equals("require"), immediate,
                List.copyOf(provides)));
        }
    }
}
