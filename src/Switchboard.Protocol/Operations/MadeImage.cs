using System.Text.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>One image of a vendor's answer.</summary>
/// <param name="Data">A JSON string: its bytes in base64.</param>
/// <param name="Prompt">The prompt as the vendor rewrote it, or null.</param>
internal readonly record struct MadeImage(JsonElement Data, string? Prompt = null)
{
    /// <summary>The images of a list of strings.</summary>
    public static List<MadeImage> AllOf(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(IsData).Select(static data => new MadeImage(data))] : [];

    public static bool IsData(JsonElement value) => value.ValueKind == JsonValueKind.String && !value.ValueEquals(""u8);
}
