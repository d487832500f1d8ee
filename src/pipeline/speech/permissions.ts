import type { Permission, SaidLine } from '../../model.ts';
import type { Spoken } from '../speech.ts';
import { problemIn } from './problem.ts';
import { channelPiece, rolePiece, said } from './said.ts';

/** What the bot may not do in a channel, and what to do about it. Permissions have the names that Discord shows. */
export interface PermissionsSpeech {
  readonly names: Readonly<Record<Permission, string>>;
  readonly lacks: (channel: string, names: readonly string[]) => SaidLine;
  readonly howToGrant: string;
  readonly pingsNobody: (role: string, channel: string) => SaidLine;
  readonly otherServer: (channel: string) => SaidLine;
  readonly unseen: (channel: string) => SaidLine;
  readonly noChannelForAlerts: (channel: string) => SaidLine;
  readonly noSuchRole: string;
  readonly refused: (channel: string, problem: string) => SaidLine;
  readonly notAsked: (problem: string) => string;
}

const english: PermissionsSpeech = {
  names: {
    'view-channel': 'View Channel',
    'send-messages': 'Send Messages',
    'embed-links': 'Embed Links',
    'attach-files': 'Attach Files',
    'read-message-history': 'Read Message History',
    'create-public-threads': 'Create Public Threads',
    'send-messages-in-threads': 'Send Messages in Threads',
    'manage-threads': 'Manage Threads',
    'mention-everyone': 'Mention @everyone, @here and All Roles',
  },
  lacks: (channel, names) => said`✗ In ${channelPiece(channel)} Watchfloor lacks: ${names.join(', ')}.`,
  howToGrant: 'Give them to Watchfloor’s role: the channel’s settings → Permissions. Then press “Check again”.',
  pingsNobody: (role, channel) =>
    said`⚠ ${rolePiece(role)} would be named in ${channelPiece(channel)} without a ping: allow everybody to mention it (the role’s settings), or give Watchfloor “Mention @everyone, @here and All Roles” there.`,
  otherServer: (channel) => said`✗ ${channelPiece(channel)} belongs to another server. Choose a channel of this one.`,
  unseen: (channel) =>
    said`✗ Watchfloor cannot see ${channelPiece(channel)}, or it was deleted. Give it “View Channel” there, or choose another channel.`,
  noChannelForAlerts: (channel) =>
    said`✗ ${channelPiece(channel)} is a thread, a forum or a voice channel. Alerts open threads: choose a text or announcement channel.`,
  noSuchRole: '✗ This server has no such role. Choose another one.',
  refused: (channel, problem) => said`✗ ${channelPiece(channel)} cannot be checked: ${problem}.`,
  notAsked: (problem) => `✗ The permissions cannot be checked now (${problem}). Try again in a minute.`,
};

const arabic: PermissionsSpeech = {
  names: {
    'view-channel': 'عرض القناة',
    'send-messages': 'إرسال الرسائل',
    'embed-links': 'تضمين الروابط',
    'attach-files': 'إرفاق الملفات',
    'read-message-history': 'قراءة سجل الرسائل',
    'create-public-threads': 'إنشاء سلاسل عامة',
    'send-messages-in-threads': 'إرسال الرسائل في السلاسل',
    'manage-threads': 'إدارة السلاسل',
    'mention-everyone': 'الإشارة إلى الجميع وإلى كل الأدوار',
  },
  lacks: (channel, names) =>
    said`✗ في ${channelPiece(channel)} تنقص Watchfloor الصلاحيات التالية: ${names.join('، ')}.`,
  howToGrant: 'امنحها لدور Watchfloor من إعدادات القناة ← الصلاحيات، ثم اضغط «تحقق مجددًا».',
  pingsNobody: (role, channel) =>
    said`⚠ سيُذكر ${rolePiece(role)} في ${channelPiece(channel)} من دون إشعار أحد: اسمح للجميع بالإشارة إليه (من إعدادات الدور)، أو امنح Watchfloor هناك صلاحية «الإشارة إلى الجميع وإلى كل الأدوار».`,
  otherServer: (channel) => said`✗ القناة ${channelPiece(channel)} تتبع خادمًا آخر. اختر قناة من هذا الخادم.`,
  unseen: (channel) =>
    said`✗ لا يرى Watchfloor القناة ${channelPiece(channel)}، أو أنها حُذفت. امنحه صلاحية «عرض القناة» فيها أو اختر قناة أخرى.`,
  noChannelForAlerts: (channel) =>
    said`✗ ${channelPiece(channel)} سلسلة أو منتدى أو قناة صوتية. التنبيهات تفتح سلاسل: اختر قناة نصية أو قناة إعلانات.`,
  noSuchRole: '✗ لا يوجد دور كهذا في هذا الخادم. اختر دورًا آخر.',
  refused: (channel, problem) => said`✗ تعذّر التحقق من ${channelPiece(channel)}: ${problemIn(problem, 'ar')}.`,
  notAsked: (problem) => `✗ تعذّر التحقق من الصلاحيات الآن (${problemIn(problem, 'ar')}). حاول مجددًا بعد دقيقة.`,
};

export const permissionsSpeech: Spoken<PermissionsSpeech> = { en: english, ar: arabic };
