using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Gemini;

/// <summary>A tool's result with what this dialect matches it by.</summary>
/// <param name="Name">The function that was called; null where no call before has the result's id.</param>
/// <param name="Place">The call's place in its turn.</param>
/// <param name="Result">The result.</param>
internal readonly record struct GeminiResult(string? Name, int Place, ToolResultPart Result);
