namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>What a field of a JSON request may hold.</summary>
internal enum FieldKind
{
    Text,
    TextOrList,
    List,
    Whole,
    Flag,
    Object,
    TextOrObject,
}
