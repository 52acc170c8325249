namespace Switchboard.Protocol.Ollama;

/// <summary>One tool call of a line.</summary>
/// <param name="Id">Its id; null or empty from servers that give none.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments as JSON text.</param>
internal readonly record struct OllamaCall(string? Id, string Name, string Arguments);
