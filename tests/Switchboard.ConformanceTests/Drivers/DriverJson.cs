using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>What the npm scripts answer, and the arguments of tools.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Seen))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>))]
internal sealed partial class DriverJson : JsonSerializerContext;
