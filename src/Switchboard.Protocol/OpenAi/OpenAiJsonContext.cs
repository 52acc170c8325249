using System.Text.Json.Serialization;

namespace Switchboard.Protocol.OpenAi;

/// <summary>The JSON of OpenAI's smaller endpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelEntry))]
public sealed partial class OpenAiJsonContext : JsonSerializerContext;
