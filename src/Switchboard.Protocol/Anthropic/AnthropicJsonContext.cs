using System.Text.Json.Serialization;

namespace Switchboard.Protocol.Anthropic;

/// <summary>The JSON of Anthropic's smaller endpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AnthropicModelPage))]
[JsonSerializable(typeof(AnthropicModel))]
public sealed partial class AnthropicJsonContext : JsonSerializerContext;
