package dev.powerstrip.provider.compatible;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.testing.HttpListContract;

class CompatibleListContractTest extends HttpListContract {

    @Override
    protected Provider provider() {
        return new CompatibleProvider();
    }

    @Override
    protected Endpoint endpoint(Form form) {
        return Endpoint.of("compatible", "Lab", "lab/bge", "bge", new JsonObject());
    }
}
