package io.authrealm.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The packages know each other in one direction only: mounts, dialects, services, Keycloak, core.
 */
@AnalyzeClasses(packages = "io.authrealm", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String CORE = "io.authrealm.core..";
    private static final String ACCOUNT = "io.authrealm.api.account..";
    private static final String ADMIN = "io.authrealm.api.admin..";
    private static final String COMPAT = "io.authrealm.api.compat..";
    private static final String DIALECT = "io.authrealm.api.dialect..";
    private static final String FLOW = "io.authrealm.api.flow..";
    private static final String HASHING_COMPAT = "io.authrealm.hashing.compat..";
    private static final String HTTP = "io.authrealm.api.http..";
    private static final String IMPORTS = "io.authrealm.api.imports..";
    private static final String MOUNT = "io.authrealm.api.mount..";
    private static final String SERVER = "io.authrealm.api.server..";
    private static final String STORE = "io.authrealm.api.store..";
    private static final String TENANT = "io.authrealm.api.tenant..";
    private static final String TOKEN = "io.authrealm.api.token..";
    private static final String USERS = "io.authrealm.api.users..";

    @ArchTest
    static final ArchRule coreKnowsNeitherKeycloakNorJakartaRest =
            noClasses()
                    .that()
                    .resideInAPackage(CORE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.keycloak..", "jakarta.ws.rs..", "io.authrealm.api..");

    @ArchTest
    static final ArchRule onlyDialectsAndMountsKnowADialect =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(DIALECT, MOUNT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(DIALECT);

    @ArchTest
    static final ArchRule dialectsDoNotKnowEachOther =
            slices().matching("io.authrealm.api.dialect.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule nobodyKnowsTheMounts =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(MOUNT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(MOUNT);

    @ArchTest
    static final ArchRule servicesKnowNothingOfHttp =
            noClasses()
                    .that()
                    .resideInAnyPackage(ACCOUNT, ADMIN, IMPORTS, USERS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(HTTP, DIALECT, MOUNT);

    @ArchTest
    static final ArchRule tenantsKnowNobodyWhoServesThem =
            noClasses()
                    .that()
                    .resideInAPackage(TENANT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ACCOUNT, ADMIN, FLOW, IMPORTS, TOKEN, HTTP, SERVER, USERS, DIALECT,
                            MOUNT);

    @ArchTest
    static final ArchRule onlyCompatReachesIntoKeycloakByReflection =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(COMPAT, HASHING_COMPAT, CORE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.lang.reflect..")
                    .orShould()
                    .callMethod(Class.class, "forName", String.class);

    @ArchTest
    static final ArchRule compatIsWrittenForKeycloakAndItsDatabase =
            classes()
                    .that()
                    .resideInAPackage(COMPAT)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            COMPAT,
                            HASHING_COMPAT,
                            STORE,
                            "org.keycloak..",
                            "jakarta.persistence..",
                            "jakarta.enterprise.context..",
                            "java..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.authrealm.api.(*)..").should().beFreeOfCycles();
}
