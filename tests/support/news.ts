/** Items about events that no other test and no stream knows, told as agencies tell them. */

export const rocketsAtAsad = {
  title: 'Rockets hit Ain al-Asad air base hosting US troops in Iraq',
  description:
    "Five Katyusha rockets landed at the Ain al-Asad air base in Iraq's Anbar province, which hosts US forces, the Iraqi military said on Friday. There were no casualties.",
};
export const rocketsAtAsadAgain = {
  title: 'Iraq: rockets strike Ain al-Asad base that hosts American forces',
  description:
    'Rockets struck the Ain al-Asad base in western Iraq where US troops are stationed, two security sources said. Nobody was reported hurt.',
};
export const rocketsAtAsadWounded = {
  title: 'Two US soldiers wounded in rocket attack on Ain al-Asad base in Iraq',
  description:
    "Two US service members were wounded when rockets hit the Ain al-Asad air base in Iraq's Anbar province, a US defense official said.",
};
export const droneAtErbil = {
  title: 'Drone attack targets US consulate in Erbil',
  description:
    "An explosive-laden drone was shot down near the US consulate in Erbil in Iraq's Kurdistan region, the region's counter-terrorism service said.",
};
export const football = {
  title: 'Late goal decides dull derby',
  description: 'The home side won again in front of a small crowd.',
};
