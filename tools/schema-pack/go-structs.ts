/** A Go struct field as `structs/v1.NN.json` lists it; `type` with full package paths, names of map and slice types lost. */
export interface GoField {
  readonly name: string;
  readonly json?: string;
  readonly type: string;
  readonly inline?: boolean;
}
export type GoStructs = Readonly<Record<string, readonly GoField[]>>;

const META = 'k8s.io/apimachinery/pkg/apis/meta/v1';
const EXTENSIONS = 'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1';
const REGISTRATION = 'k8s.io/kube-aggregator/pkg/apis/apiregistration/v1';

/** Map and slice types with a name of their own, by the text they have without it. Error texts and the pod template hash show the name. */
const NAMED_COLLECTIONS: readonly { readonly inPackage: string; readonly type: string; readonly name: string }[] = [
  {
    inPackage: '',
    type: 'map[k8s.io/api/core/v1.ResourceName]k8s.io/apimachinery/pkg/api/resource.Quantity',
    name: 'k8s.io/api/core/v1.ResourceList',
  },
  ...['authentication/v1', 'authorization/v1', 'certificates/v1', 'certificates/v1beta1'].map((version) => ({
    inPackage: `k8s.io/api/${version}`,
    type: 'map[string][]string',
    name: `map[string]k8s.io/api/${version}.ExtraValue=[]string`,
  })),
];

/** Gives a field's type back the name that its facts lost. */
export function namedCollection(inPackage: string, type: string): string {
  const found = NAMED_COLLECTIONS.find((entry) => entry.type === type && inPackage.startsWith(entry.inPackage));
  if (!found) return type;
  return found.name.includes('=') ? found.name : `${found.name}=${type}`;
}

/**
 * Go declarations of the two groups whose types live outside k8s.io/api: order and types only; which fields a release has is OpenAPI's word.
 * `GoName json type`; `=` gives a named type its underlying one, `.` stands for the package of the list.
 */
const DECLARATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [EXTENSIONS]: {
    CustomResourceDefinition: `TypeMeta  ${META}.TypeMeta; ObjectMeta metadata ${META}.ObjectMeta; Spec spec .CustomResourceDefinitionSpec; Status status .CustomResourceDefinitionStatus`,
    CustomResourceDefinitionSpec:
      'Group group string; Names names .CustomResourceDefinitionNames; Scope scope .ResourceScope=string; Versions versions []CustomResourceDefinitionVersion; Conversion conversion *.CustomResourceConversion; PreserveUnknownFields preserveUnknownFields bool',
    CustomResourceConversion: 'Strategy strategy .ConversionStrategyType=string; Webhook webhook *.WebhookConversion',
    WebhookConversion: 'ClientConfig clientConfig *.WebhookClientConfig; ConversionReviewVersions conversionReviewVersions []string',
    WebhookClientConfig: 'URL url *string; Service service *.ServiceReference; CABundle caBundle []uint8',
    ServiceReference: 'Namespace namespace string; Name name string; Path path *string; Port port *int32',
    CustomResourceDefinitionVersion:
      'Name name string; Served served bool; Storage storage bool; Deprecated deprecated bool; DeprecationWarning deprecationWarning *string; Schema schema *.CustomResourceValidation; Subresources subresources *.CustomResourceSubresources; AdditionalPrinterColumns additionalPrinterColumns []CustomResourceColumnDefinition; SelectableFields selectableFields []SelectableField',
    SelectableField: 'JSONPath jsonPath string',
    CustomResourceColumnDefinition:
      'Name name string; Type type string; Format format string; Description description string; Priority priority int32; JSONPath jsonPath string',
    CustomResourceDefinitionNames:
      'Plural plural string; Singular singular string; ShortNames shortNames []string; Kind kind string; ListKind listKind string; Categories categories []string',
    CustomResourceDefinitionCondition: `Type type .CustomResourceDefinitionConditionType=string; Status status .ConditionStatus=string; LastTransitionTime lastTransitionTime ${META}.Time; Reason reason string; Message message string; ObservedGeneration observedGeneration int64`,
    CustomResourceDefinitionStatus:
      'Conditions conditions []CustomResourceDefinitionCondition; AcceptedNames acceptedNames .CustomResourceDefinitionNames; StoredVersions storedVersions []string; ObservedGeneration observedGeneration int64',
    CustomResourceValidation: 'OpenAPIV3Schema openAPIV3Schema *.JSONSchemaProps',
    CustomResourceSubresources: 'Status status *.CustomResourceSubresourceStatus; Scale scale *.CustomResourceSubresourceScale',
    CustomResourceSubresourceStatus: '',
    CustomResourceSubresourceScale:
      'SpecReplicasPath specReplicasPath string; StatusReplicasPath statusReplicasPath string; LabelSelectorPath labelSelectorPath *string',
    JSONSchemaProps:
      'ID id string; Schema $schema .JSONSchemaURL=string; Ref $ref *string; Description description string; Type type string; Format format string; Title title string; Default default *.JSON; Maximum maximum *float64; ExclusiveMaximum exclusiveMaximum bool; Minimum minimum *float64; ExclusiveMinimum exclusiveMinimum bool; MaxLength maxLength *int64; MinLength minLength *int64; Pattern pattern string; MaxItems maxItems *int64; MinItems minItems *int64; UniqueItems uniqueItems bool; MultipleOf multipleOf *float64; Enum enum []JSON; MaxProperties maxProperties *int64; MinProperties minProperties *int64; Required required []string; Items items *.JSONSchemaPropsOrArray; AllOf allOf []JSONSchemaProps; OneOf oneOf []JSONSchemaProps; AnyOf anyOf []JSONSchemaProps; Not not *.JSONSchemaProps; Properties properties map[string].JSONSchemaProps; AdditionalProperties additionalProperties *.JSONSchemaPropsOrBool; PatternProperties patternProperties map[string].JSONSchemaProps; Dependencies dependencies .JSONSchemaDependencies=map[string].JSONSchemaPropsOrStringArray; AdditionalItems additionalItems *.JSONSchemaPropsOrBool; Definitions definitions .JSONSchemaDefinitions=map[string].JSONSchemaProps; ExternalDocs externalDocs *.ExternalDocumentation; Example example *.JSON; Nullable nullable bool; XPreserveUnknownFields x-kubernetes-preserve-unknown-fields *bool; XEmbeddedResource x-kubernetes-embedded-resource bool; XIntOrString x-kubernetes-int-or-string bool; XListMapKeys x-kubernetes-list-map-keys []string; XListType x-kubernetes-list-type *string; XMapType x-kubernetes-map-type *string; XValidations x-kubernetes-validations .ValidationRules=[]ValidationRule',
    ValidationRule:
      'Rule rule string; Message message string; MessageExpression messageExpression string; Reason reason *.FieldValueErrorReason=string; FieldPath fieldPath string; OptionalOldSelf optionalOldSelf *bool',
    ExternalDocumentation: 'Description description string; URL url string',
  },
  [REGISTRATION]: {
    APIService: `TypeMeta  ${META}.TypeMeta; ObjectMeta metadata ${META}.ObjectMeta; Spec spec .APIServiceSpec; Status status .APIServiceStatus`,
    APIServiceSpec:
      'Service service *.ServiceReference; Group group string; Version version string; InsecureSkipTLSVerify insecureSkipTLSVerify bool; CABundle caBundle []uint8; GroupPriorityMinimum groupPriorityMinimum int32; VersionPriority versionPriority int32',
    ServiceReference: 'Namespace namespace string; Name name string; Port port *int32',
    APIServiceCondition: `Type type .APIServiceConditionType=string; Status status .ConditionStatus=string; LastTransitionTime lastTransitionTime ${META}.Time; Reason reason string; Message message string`,
    APIServiceStatus: 'Conditions conditions []APIServiceCondition',
  },
};

/** The declarations above in the form of `structs/v1.NN.json`. */
export function declaredStructs(): GoStructs {
  const structs: Record<string, readonly GoField[]> = {};
  for (const [inPackage, types] of Object.entries(DECLARATIONS)) {
    for (const [name, fields] of Object.entries(types)) {
      structs[`${inPackage}.${name}`] = fields
        .split('; ')
        .filter(Boolean)
        .map((field) => parseField(field, inPackage));
    }
  }
  return structs;
}

function parseField(text: string, inPackage: string): GoField {
  const [name = '', json = '', type = ''] = text.split(' ');
  const full = type.replace(/(^|[*\]=])\.(?=[A-Z])|(\[\])(?=[A-Z])/g, (_match, before: string | undefined, slice: string | undefined) =>
    slice === undefined ? `${before ?? ''}${inPackage}.` : `${slice}${inPackage}.`,
  );
  return json === '' ? { name, type: full, inline: true } : { name, json, type: full };
}
