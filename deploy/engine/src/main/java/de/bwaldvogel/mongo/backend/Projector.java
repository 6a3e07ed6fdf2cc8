package de.bwaldvogel.mongo.backend;

import de.bwaldvogel.mongo.bson.Document;

/** Opens upstream's projection, which is package-private, to our lazy reader. */
public final class Projector {

    private final Projection projection;

    public Projector(Document fields, String idField) {
        this.projection = new Projection(fields, idField);
    }

    public Document project(Document document) {
        return projection.projectDocument(document);
    }
}
