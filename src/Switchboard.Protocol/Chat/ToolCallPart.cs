namespace Switchboard.Protocol.Chat;

/// <summary>The model asks for a tool to be run.</summary>
/// <param name="Id">The call's id, as its vendor wrote it.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments as the model wrote them: JSON text, empty where there are none, invalid where it erred.</param>
public sealed record ToolCallPart(string Id, string Name, string Arguments) : ChatPart;
